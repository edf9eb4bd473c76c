CREATE DOMAIN b AS text CHECK (VALUE <> '');
CREATE DOMAIN a AS b CHECK (length(VALUE) < 9);
CREATE DOMAIN c AS a;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN e AS mood DEFAULT 'ok';
CREATE DOMAIN d AS e[];
CREATE DOMAIN f AS d[];
CREATE TABLE t (id int, first a, last f);
