CREATE SCHEMA a;
CREATE TABLE a.t (x bigint);
CREATE TABLE t (x int, y int);
CREATE INDEX i ON a.t (x);
CREATE INDEX i ON t (y);
