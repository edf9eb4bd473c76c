CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
ALTER TABLE t REPLICA IDENTITY FULL;
