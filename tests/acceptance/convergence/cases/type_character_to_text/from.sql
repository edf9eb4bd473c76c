CREATE TABLE t (id int, c character(4));
