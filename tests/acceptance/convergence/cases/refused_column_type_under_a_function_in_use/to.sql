CREATE TABLE s (a bigint);
CREATE FUNCTION counted(x int) RETURNS boolean LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT count(*) >= 0 FROM s WHERE a = x; END;
CREATE TABLE t (id int CHECK (counted(id)));
