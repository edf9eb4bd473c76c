CREATE TABLE "Order Items" ("select" int PRIMARY KEY);
