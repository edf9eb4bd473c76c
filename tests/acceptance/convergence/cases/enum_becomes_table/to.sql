CREATE TABLE t (id int, m text);
CREATE TABLE a (n int);
