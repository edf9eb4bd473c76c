CREATE TABLE t (id int, m varchar(10) DEFAULT 'a');
