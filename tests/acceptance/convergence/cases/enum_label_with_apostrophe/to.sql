CREATE TYPE mood AS ENUM ('a', 'it''s');
CREATE TABLE t (id int, m mood);
