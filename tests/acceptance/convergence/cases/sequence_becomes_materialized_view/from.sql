CREATE SEQUENCE a;
CREATE TABLE t (id bigint DEFAULT nextval('a'));
