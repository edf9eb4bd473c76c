CREATE TABLE a (x int); CREATE TABLE c (x int); CREATE TABLE b (z int) INHERITS (a, c);
