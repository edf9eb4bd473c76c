CREATE TABLE t (id integer PRIMARY KEY, network inet);
