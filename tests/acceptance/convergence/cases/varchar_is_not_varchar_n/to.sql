CREATE TABLE t (a varchar(100));
