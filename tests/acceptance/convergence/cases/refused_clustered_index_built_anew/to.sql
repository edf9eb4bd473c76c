CREATE TABLE t (a integer, b integer);
CREATE INDEX i ON t (b);
ALTER TABLE t CLUSTER ON i;
