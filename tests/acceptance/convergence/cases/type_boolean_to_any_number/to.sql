CREATE TABLE t (id int, s smallint, n numeric(8,2), d double precision, a bigint[]);
