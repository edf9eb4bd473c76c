CREATE TABLE t (id integer PRIMARY KEY, name text, n integer, c uuid DEFAULT gen_random_uuid());
