CREATE TABLE t (r int4range, n int, CONSTRAINT e EXCLUDE USING gist (int4range(n, n + 5) WITH &&));
