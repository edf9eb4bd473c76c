CREATE TABLE t (id int, n integer, g bigint GENERATED ALWAYS AS (n * 2) STORED);
