CREATE TABLE base (a int);
CREATE TABLE child (b int) INHERITS (base);
