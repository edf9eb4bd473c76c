CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
GRANT SELECT ON t TO PUBLIC;
