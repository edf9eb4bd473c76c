CREATE TABLE c (id int, p int);
