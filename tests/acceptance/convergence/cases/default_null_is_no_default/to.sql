CREATE TABLE t (id integer PRIMARY KEY, name text DEFAULT NULL, n integer);
