CREATE TABLE t (id int);
CREATE TABLE z (id int);
CREATE TABLE a (r z);
CREATE TABLE zz (r a);
