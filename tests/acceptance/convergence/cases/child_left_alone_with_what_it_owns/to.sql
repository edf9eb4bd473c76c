CREATE TABLE p (id int, v bigint, w int);
