CREATE TYPE a AS ENUM ('x');
CREATE TYPE b AS ENUM ('y');
CREATE TABLE t (id int, m a);
