INSERT INTO t VALUES (1, true, true, false, '{t,NULL}'), (2, NULL, NULL, NULL, NULL);
