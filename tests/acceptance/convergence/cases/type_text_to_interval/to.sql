CREATE TABLE t (id int, c interval);
