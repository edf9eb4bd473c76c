CREATE TABLE t (id int, c money);
