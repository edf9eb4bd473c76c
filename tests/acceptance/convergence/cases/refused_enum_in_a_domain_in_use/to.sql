CREATE TYPE mood AS ENUM ('ok', 'sad');
CREATE DOMAIN state AS mood;
CREATE TABLE t (id int, m state);
