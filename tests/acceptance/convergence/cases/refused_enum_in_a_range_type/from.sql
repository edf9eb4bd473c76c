CREATE TYPE mood AS ENUM ('sad', 'ok', 'wild');
CREATE TYPE moods AS RANGE (subtype = mood);
CREATE TABLE t (id int, m mood);
