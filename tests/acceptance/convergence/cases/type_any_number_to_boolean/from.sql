CREATE TABLE t (id int, s smallint, n numeric, d double precision);
