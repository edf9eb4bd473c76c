INSERT INTO t (id, n, g) SELECT i, i, i + 1 FROM generate_series(1, 5) AS i;
