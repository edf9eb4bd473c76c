CREATE TABLE t (a int NOT NULL, b int NOT NULL, c text);
CREATE UNIQUE INDEX u ON t (a);
