CREATE TYPE mood AS ENUM ('sad', 'ok', 'wild');
CREATE FUNCTION is_fine(m mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT m::text <> ''gone''';
CREATE TABLE t (id int, m mood);
CREATE TABLE u (id int, CONSTRAINT fine CHECK (is_fine('ok')));
