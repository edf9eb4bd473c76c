CREATE TYPE mood AS ENUM ('angry', 'calm');
COMMENT ON TYPE mood IS 'how it is';
CREATE TABLE t (id integer, m mood);
