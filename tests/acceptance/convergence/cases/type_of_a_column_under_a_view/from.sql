CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
CREATE VIEW v AS SELECT id, n FROM t WHERE n > 1;
