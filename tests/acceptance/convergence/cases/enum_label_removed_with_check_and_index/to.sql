CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TABLE t (id int, m mood CONSTRAINT k CHECK (m <> 'a' OR id > 0));
CREATE INDEX i ON t (id) WHERE m = 'b';
CREATE INDEX j ON t (m);
