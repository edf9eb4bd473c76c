CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
CREATE INDEX i ON t (n);
