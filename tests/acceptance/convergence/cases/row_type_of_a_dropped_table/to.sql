CREATE TABLE t (id int);
CREATE TABLE zz ();
