CREATE TABLE t (id int, s boolean, n boolean, d boolean, a boolean[]);
