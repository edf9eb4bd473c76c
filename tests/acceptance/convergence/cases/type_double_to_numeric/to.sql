CREATE TABLE t (id int, c numeric);
