CREATE TABLE t (id integer PRIMARY KEY, name text, n bigint);
CREATE INDEX i ON t (n);
