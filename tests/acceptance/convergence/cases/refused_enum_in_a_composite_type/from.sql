CREATE TYPE mood AS ENUM ('sad', 'ok', 'wild');
CREATE TYPE pair AS (m mood, n int);
CREATE TABLE t (id int, m mood);
