CREATE TABLE t (x int, y bigint); CREATE TABLE u (r t[]);
