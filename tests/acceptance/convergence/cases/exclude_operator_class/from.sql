CREATE TABLE t (id integer PRIMARY KEY, network inet, CONSTRAINT apart EXCLUDE USING gist (network inet_ops WITH &&));
