CREATE TYPE mood AS ENUM ('sad', 'ok', 'wild');
CREATE DOMAIN state AS mood;
CREATE TABLE t (id int, m state);
