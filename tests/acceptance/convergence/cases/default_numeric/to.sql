CREATE TABLE t (id integer PRIMARY KEY, name text, n integer, c numeric(10,2) DEFAULT 0.50);
