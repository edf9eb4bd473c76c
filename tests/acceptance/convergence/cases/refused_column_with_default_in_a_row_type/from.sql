CREATE TABLE "T x" (x int); CREATE TABLE c () INHERITS ("T x"); CREATE TABLE u (r c);
