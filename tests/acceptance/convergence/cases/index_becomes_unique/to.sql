CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
CREATE UNIQUE INDEX i ON t (n);
