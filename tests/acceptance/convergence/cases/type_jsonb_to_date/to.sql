CREATE TABLE t (id int, c date, d integer);
