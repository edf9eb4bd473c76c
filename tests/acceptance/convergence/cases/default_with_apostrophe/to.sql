CREATE TABLE t (id integer PRIMARY KEY, name text DEFAULT 'it''s', n integer);
