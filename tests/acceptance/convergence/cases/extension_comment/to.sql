CREATE EXTENSION citext;
COMMENT ON EXTENSION citext IS 'as the inn writes';
CREATE TABLE t (a citext);
