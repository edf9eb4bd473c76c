CREATE TABLE p (k int, v int) PARTITION BY HASH (k);
