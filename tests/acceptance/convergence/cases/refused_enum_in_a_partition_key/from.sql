CREATE TYPE mood AS ENUM ('sad', 'ok', 'wild');
CREATE TABLE t (id int, m mood) PARTITION BY RANGE (m);
CREATE TABLE rest PARTITION OF t DEFAULT;
