CREATE SEQUENCE z_numbers;
CREATE DOMAIN a AS bigint DEFAULT nextval('z_numbers');
CREATE SEQUENCE a_numbers;
CREATE DOMAIN z AS bigint DEFAULT nextval('a_numbers');
CREATE TABLE t (id int);
CREATE TABLE u (first a, second z);
