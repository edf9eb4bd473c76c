CREATE TABLE t (id integer PRIMARY KEY, n integer, g integer NOT NULL DEFAULT 3 CHECK (g > 0));
CREATE INDEX t_g ON t (g);
CREATE VIEW v AS SELECT g FROM t;
