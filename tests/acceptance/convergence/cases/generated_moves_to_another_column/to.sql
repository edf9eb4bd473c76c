CREATE TABLE t (id integer PRIMARY KEY, a integer GENERATED ALWAYS AS (b - 1) STORED, b integer);
