CREATE TABLE "Order Items" ("select" bigint PRIMARY KEY, "from" text NOT NULL DEFAULT '');
