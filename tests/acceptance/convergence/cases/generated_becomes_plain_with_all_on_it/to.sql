CREATE TABLE t (
    id integer PRIMARY KEY,
    n integer,
    g integer NOT NULL UNIQUE,
    CHECK (g > 0)
);
COMMENT ON COLUMN t.g IS 'one more';
CREATE INDEX t_big_g ON t (g) WHERE g > 2;
CREATE TABLE u (id integer PRIMARY KEY, g integer REFERENCES t (g));
CREATE VIEW v AS SELECT g FROM t;
