CREATE TYPE mood AS ENUM ('x', 'a', 'y', 'b', 'z');
CREATE TABLE t (id int, m mood);
