CREATE TABLE t (id integer PRIMARY KEY, name text DEFAULT 'a:b', n integer);
