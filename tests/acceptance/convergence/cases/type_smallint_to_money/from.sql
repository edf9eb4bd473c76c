CREATE TABLE t (id int, c smallint);
