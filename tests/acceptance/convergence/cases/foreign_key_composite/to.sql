CREATE TABLE p (id int PRIMARY KEY, x int, y int, UNIQUE (x, y));
CREATE TABLE t (id int PRIMARY KEY, p int, x int, y int, CONSTRAINT f FOREIGN KEY (x, y) REFERENCES p (x, y));
