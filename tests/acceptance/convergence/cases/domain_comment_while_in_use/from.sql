CREATE DOMAIN year AS integer CHECK (VALUE > 0);
CREATE TABLE t (a year);
