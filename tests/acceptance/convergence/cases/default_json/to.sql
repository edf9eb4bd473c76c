CREATE TABLE t (id integer PRIMARY KEY, name text, n integer, c jsonb DEFAULT '{"a": [1, 2]}');
