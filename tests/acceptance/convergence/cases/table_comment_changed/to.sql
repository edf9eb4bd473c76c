CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
COMMENT ON TABLE t IS 'b';
