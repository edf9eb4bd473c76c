CREATE TABLE t (id int, c integer);
