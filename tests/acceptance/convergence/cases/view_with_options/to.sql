CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
CREATE VIEW v WITH (security_barrier = true) AS SELECT id, n FROM t WHERE n > 1;
