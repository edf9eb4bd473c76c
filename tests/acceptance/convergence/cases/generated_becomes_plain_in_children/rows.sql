INSERT INTO t (id, n) SELECT i, i FROM generate_series(1, 5) AS i;
INSERT INTO child (id, n, more) SELECT i, i, 'more' FROM generate_series(6, 9) AS i;
