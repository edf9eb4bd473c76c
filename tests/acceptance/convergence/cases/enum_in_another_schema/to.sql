CREATE SCHEMA g;
CREATE TYPE g.mood AS ENUM ('a', 'b');
CREATE TABLE t (id int, m g.mood DEFAULT 'a');
