CREATE TYPE mood AS ENUM ('a', 'b', 'c');
CREATE FUNCTION f(m mood) RETURNS text LANGUAGE sql AS 'SELECT m::text';
