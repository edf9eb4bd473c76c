CREATE TABLE t (id integer PRIMARY KEY, name text DEFAULT 'x', n integer);
