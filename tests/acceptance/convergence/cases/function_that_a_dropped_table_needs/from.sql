CREATE FUNCTION a_next() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION z_valid(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE TABLE gone (n int DEFAULT a_next() CHECK (z_valid(n)));
CREATE TABLE t (id int);
