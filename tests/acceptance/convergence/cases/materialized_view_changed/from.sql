CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
CREATE MATERIALIZED VIEW w AS SELECT id, n FROM t;
CREATE UNIQUE INDEX w_id ON w (id);
