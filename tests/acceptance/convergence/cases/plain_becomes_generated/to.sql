CREATE TABLE t (id integer PRIMARY KEY, n integer, g integer GENERATED ALWAYS AS (n + 1) STORED CHECK (g > 0));
COMMENT ON COLUMN t.g IS 'one more';
CREATE INDEX t_g ON t (g);
CREATE VIEW v AS SELECT g FROM t;
