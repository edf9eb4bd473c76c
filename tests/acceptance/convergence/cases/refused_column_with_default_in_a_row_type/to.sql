CREATE TABLE "T x" (x int, y int DEFAULT 3); CREATE TABLE c () INHERITS ("T x"); CREATE TABLE u (r c);
