CREATE TABLE t (id integer PRIMARY KEY, name text, n integer, x integer);
CREATE VIEW v AS SELECT x FROM t;
