CREATE TABLE t (x int, y int); CREATE TABLE u (r t[]);
