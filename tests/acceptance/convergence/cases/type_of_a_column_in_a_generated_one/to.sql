CREATE TABLE t (id int, n bigint, g bigint GENERATED ALWAYS AS (n * 2) STORED);
