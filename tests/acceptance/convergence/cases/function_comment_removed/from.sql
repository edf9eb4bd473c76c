CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT 2 * n';
COMMENT ON FUNCTION twice(integer) IS 'two times';
