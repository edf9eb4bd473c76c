CREATE TABLE t (k integer, v integer DEFAULT 1);
CREATE TABLE c (v integer DEFAULT 7) INHERITS (t);
