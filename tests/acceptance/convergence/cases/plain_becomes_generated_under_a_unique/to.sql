CREATE TABLE t (id integer PRIMARY KEY, double integer GENERATED ALWAYS AS (id * 2) STORED, CONSTRAINT once UNIQUE (id) INCLUDE (double), CONSTRAINT pair UNIQUE (double, id));
