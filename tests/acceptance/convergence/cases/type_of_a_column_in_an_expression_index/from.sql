CREATE TABLE t (id integer PRIMARY KEY, name varchar(20), n integer);
CREATE INDEX i ON t (lower(name));
