CREATE TABLE a (x bigint); CREATE TABLE c (x bigint); CREATE TABLE b (z int) INHERITS (a, c);
