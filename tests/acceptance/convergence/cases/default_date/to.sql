CREATE TABLE t (id integer PRIMARY KEY, name text, n integer, c date DEFAULT '2025-01-01');
