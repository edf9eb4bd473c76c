CREATE TABLE t (id int);
CREATE TABLE z_counted (id serial PRIMARY KEY);
CREATE DOMAIN a AS bigint DEFAULT nextval('z_counted_id_seq');
CREATE TABLE a_used (first a);
