CREATE TABLE t (id integer PRIMARY KEY, name text DEFAULT E'a\\b', n integer);
