CREATE TYPE a AS ENUM ('x');
CREATE TABLE t (id int, m a);
