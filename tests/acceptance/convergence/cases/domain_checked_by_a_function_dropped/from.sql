CREATE FUNCTION z_valid(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE DOMAIN a AS int CHECK (z_valid(VALUE));
CREATE FUNCTION a_valid(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > 0';
CREATE DOMAIN z AS int CHECK (a_valid(VALUE));
CREATE TABLE t (id int, first a);
CREATE TABLE gone (second z);
