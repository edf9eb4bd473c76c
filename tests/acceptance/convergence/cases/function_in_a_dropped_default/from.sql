CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$BEGIN RETURN a + 1; END$$;
CREATE TABLE t (id integer PRIMARY KEY, name text, n integer DEFAULT f(1));
