CREATE TABLE t (id integer PRIMARY KEY, n integer, g integer GENERATED ALWAYS AS (n + 1) STORED);
CREATE TABLE child (more text) INHERITS (t);
