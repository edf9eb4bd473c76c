CREATE TABLE t (a int NOT NULL, b int NOT NULL, c text, CONSTRAINT u UNIQUE (a));
