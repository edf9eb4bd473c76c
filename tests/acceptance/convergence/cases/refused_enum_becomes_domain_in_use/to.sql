CREATE DOMAIN a AS text;
CREATE TABLE t (id int, m a);
