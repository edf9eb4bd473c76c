CREATE TABLE t (id int, c numeric(10,2));
