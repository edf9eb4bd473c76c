CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
COMMENT ON COLUMN t.name IS 'don''t';
