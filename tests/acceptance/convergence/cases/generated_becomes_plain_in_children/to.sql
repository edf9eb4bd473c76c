CREATE TABLE t (id integer PRIMARY KEY, n integer, g integer);
CREATE TABLE child (more text) INHERITS (t);
