CREATE TYPE mood AS ENUM ('calm', 'angry');
COMMENT ON TYPE mood IS 'how it is';
CREATE TABLE t (id integer, m mood);
