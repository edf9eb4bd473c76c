CREATE TYPE mood AS ENUM ('calm');
CREATE TABLE t (id integer, m mood);
