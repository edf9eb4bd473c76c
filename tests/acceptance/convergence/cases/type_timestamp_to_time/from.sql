CREATE TABLE t (id int, c timestamp);
