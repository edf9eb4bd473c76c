CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
CREATE FUNCTION h(t) RETURNS integer LANGUAGE sql AS 'SELECT $1.n';
