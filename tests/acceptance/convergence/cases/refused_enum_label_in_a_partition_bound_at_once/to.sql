CREATE TYPE mood AS ENUM ('sad', 'ok', 'wild');
CREATE TABLE t (id int, m mood) PARTITION BY LIST (m);
CREATE TABLE sad PARTITION OF t FOR VALUES IN ('sad', 'ok');
CREATE TABLE wild PARTITION OF t FOR VALUES IN ('wild');
