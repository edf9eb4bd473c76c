INSERT INTO t (id, name, n) SELECT i, 'name ' || i, i FROM generate_series(1, 5) AS i;
