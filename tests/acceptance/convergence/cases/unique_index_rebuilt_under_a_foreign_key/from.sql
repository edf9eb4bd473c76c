CREATE TABLE p (k text NOT NULL, l int NOT NULL);
CREATE UNIQUE INDEX p_k ON p (l, k);
CREATE TABLE c (k text, l int, CONSTRAINT f FOREIGN KEY (k, l) REFERENCES p (k, l));
