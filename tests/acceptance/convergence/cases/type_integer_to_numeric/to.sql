CREATE TABLE t (id int, c numeric(12,2));
