CREATE TABLE t (a int, b int, c int, CONSTRAINT k PRIMARY KEY (a) INCLUDE (c));
CREATE VIEW v AS SELECT a, b, count(*) AS n FROM t GROUP BY a;
