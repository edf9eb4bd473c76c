CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
