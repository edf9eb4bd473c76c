CREATE TYPE mood AS ENUM ('ok', 'sad');
CREATE TYPE moods AS RANGE (subtype = mood);
CREATE TABLE t (id int, m mood);
