CREATE TABLE "Order Items" ("select" int PRIMARY KEY, "a""b" text DEFAULT 'x''y', CONSTRAINT "Odd Name" CHECK ("select" > 0));
CREATE INDEX "My Index" ON "Order Items" ("a""b");
