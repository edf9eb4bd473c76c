CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
GRANT SELECT (n) ON t TO PUBLIC;
