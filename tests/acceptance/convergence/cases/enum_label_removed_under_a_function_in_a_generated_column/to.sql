CREATE TYPE mood AS ENUM ('ok', 'sad');
CREATE FUNCTION is_fine(m mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT m::text <> ''gone''';
CREATE TABLE t (id int, m mood, fine boolean GENERATED ALWAYS AS (is_fine(m)) STORED);
CREATE VIEW v AS SELECT fine FROM t;
