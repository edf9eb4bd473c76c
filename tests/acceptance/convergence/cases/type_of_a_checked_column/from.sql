CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
ALTER TABLE t ADD CONSTRAINT k CHECK (n > 0);
