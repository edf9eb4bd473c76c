CREATE DOMAIN year AS integer CHECK (VALUE > 0);
CREATE TABLE t (a year);
COMMENT ON DOMAIN year IS 'after Christ';
