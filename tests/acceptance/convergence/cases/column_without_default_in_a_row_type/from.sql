CREATE TABLE t (x int, z int); CREATE TABLE u (r t);
