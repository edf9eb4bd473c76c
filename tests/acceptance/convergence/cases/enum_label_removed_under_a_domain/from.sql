CREATE TYPE mood AS ENUM ('sad', 'ok', 'wild');
CREATE TABLE t (id int, m mood);
CREATE DOMAIN a AS mood DEFAULT 'ok';
CREATE DOMAIN b AS a[];
CREATE FUNCTION of(b) RETURNS a LANGUAGE sql AS 'SELECT NULL::a';
