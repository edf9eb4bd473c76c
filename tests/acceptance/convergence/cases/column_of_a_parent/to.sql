CREATE TABLE base (a int, z text);
CREATE TABLE child (b int) INHERITS (base);
