CREATE TABLE t (id int, c uuid);
