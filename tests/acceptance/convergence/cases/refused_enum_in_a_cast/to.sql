CREATE TYPE mood AS ENUM ('ok', 'sad');
CREATE FUNCTION number_of(mood) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (mood AS int) WITH FUNCTION number_of(mood);
CREATE TABLE t (id int, m mood);
