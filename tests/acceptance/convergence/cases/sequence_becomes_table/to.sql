CREATE TABLE t (id int);
CREATE TABLE a (n int);
CREATE TABLE z (n int);
