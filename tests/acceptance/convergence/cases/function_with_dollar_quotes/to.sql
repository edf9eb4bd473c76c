CREATE FUNCTION g() RETURNS text LANGUAGE sql AS $q$SELECT 'a:b $$ it''s'::text$q$;
