INSERT INTO t (id, n, g) SELECT i, i, 'x' FROM generate_series(1, 5) AS i;
