CREATE TYPE mood AS ENUM ('c', 'a', 'b');
CREATE TABLE t (id int, m mood);
