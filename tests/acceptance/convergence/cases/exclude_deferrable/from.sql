CREATE TABLE t (r int4range, n int, CONSTRAINT e EXCLUDE USING gist (r WITH &&));
