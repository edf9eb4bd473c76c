CREATE TABLE t (id integer PRIMARY KEY, name text, n integer, c inet DEFAULT '127.0.0.1');
