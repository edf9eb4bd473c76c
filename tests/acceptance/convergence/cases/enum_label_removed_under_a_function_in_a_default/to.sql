CREATE TYPE mood AS ENUM ('ok', 'sad');
CREATE FUNCTION usual() RETURNS mood LANGUAGE sql IMMUTABLE AS 'SELECT ''ok''::mood';
CREATE TABLE t (id int, m mood NOT NULL DEFAULT usual());
