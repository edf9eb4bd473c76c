CREATE TYPE mood AS ENUM ('a', 'c', 'b');
CREATE TABLE t (id int, m mood);
