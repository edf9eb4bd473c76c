CREATE TABLE t (id int, c time);
