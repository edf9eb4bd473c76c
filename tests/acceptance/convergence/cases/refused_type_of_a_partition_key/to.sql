CREATE TABLE p (k bigint, v int) PARTITION BY HASH (k);
