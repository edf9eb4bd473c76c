CREATE TYPE mood AS ENUM ('ok', 'sad');
CREATE TYPE pair AS (m mood, n int);
CREATE TABLE t (id int, m mood);
