CREATE TABLE m (at int NOT NULL, v int);
