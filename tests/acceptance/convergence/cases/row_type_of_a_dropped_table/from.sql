CREATE TABLE z (id int);
CREATE TABLE zz (r z[]);
CREATE TABLE t (id int, r z);
