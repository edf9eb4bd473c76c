CREATE TABLE t (s varchar(10) CONSTRAINT k CHECK (s IN ('a', 'b')));
