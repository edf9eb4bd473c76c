INSERT INTO t (id, n, g) SELECT i, i, NULL FROM generate_series(1, 5) AS i;
