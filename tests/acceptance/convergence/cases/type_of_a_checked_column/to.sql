CREATE TABLE t (id integer PRIMARY KEY, name text, n bigint);
ALTER TABLE t ADD CONSTRAINT k CHECK (n > 0);
