CREATE TABLE t (id integer PRIMARY KEY, double integer, CONSTRAINT once UNIQUE (id) INCLUDE (double), CONSTRAINT pair UNIQUE (double, id));
