CREATE TABLE t (id integer PRIMARY KEY, name text, n integer, c double precision DEFAULT 1.5);
