CREATE TYPE mood AS ENUM ('sad', 'ok', 'wild');
CREATE FUNCTION is_fine(m mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT m::text <> ''gone''';
CREATE TABLE t (id int, m mood);
CREATE INDEX fine ON t (is_fine(m));
CREATE INDEX fine_ones ON t (id) WHERE is_fine(m);
