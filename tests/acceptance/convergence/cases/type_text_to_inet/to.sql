CREATE TABLE t (id int, c inet);
