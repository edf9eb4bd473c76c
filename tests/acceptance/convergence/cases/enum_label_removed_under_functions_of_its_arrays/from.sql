CREATE TYPE mood AS ENUM ('sad', 'ok', 'wild');
CREATE TABLE t (id int, m mood);
CREATE FUNCTION all_of() RETURNS mood[] LANGUAGE sql AS 'SELECT NULL::mood[]';
CREATE FUNCTION of(m mood[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE set_all(VARIADIC m mood[]) LANGUAGE sql AS 'SELECT 1';
