CREATE TYPE mood AS ENUM ('sad', 'ok', 'wild');
CREATE FUNCTION usual() RETURNS mood LANGUAGE sql IMMUTABLE AS 'SELECT ''ok''::mood';
CREATE TABLE t (id int, m mood NOT NULL DEFAULT usual());
