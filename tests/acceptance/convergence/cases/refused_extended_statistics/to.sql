CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
CREATE STATISTICS st ON name, n FROM t;
