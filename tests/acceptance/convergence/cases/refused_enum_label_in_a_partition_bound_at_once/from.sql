CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (id int, m mood) PARTITION BY LIST (m);
CREATE TABLE sad PARTITION OF t FOR VALUES IN ('sad', 'ok');
