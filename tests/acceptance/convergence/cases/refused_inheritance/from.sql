CREATE TABLE base (a int);
CREATE TABLE child (a int, b int);
