CREATE TABLE t (id int, c double precision);
