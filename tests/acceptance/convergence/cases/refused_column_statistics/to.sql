CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
ALTER TABLE t ALTER n SET STATISTICS 500;
