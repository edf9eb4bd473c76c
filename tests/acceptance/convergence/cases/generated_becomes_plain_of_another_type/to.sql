CREATE TABLE t (id integer PRIMARY KEY, n integer, g bigint NOT NULL DEFAULT 7);
COMMENT ON COLUMN t.g IS 'once one more';
