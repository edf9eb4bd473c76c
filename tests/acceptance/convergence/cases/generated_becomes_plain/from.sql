CREATE TABLE t (id integer PRIMARY KEY, name text, n integer, g integer GENERATED ALWAYS AS (n + 1) STORED);
