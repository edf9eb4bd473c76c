CREATE TABLE t (id integer PRIMARY KEY, name text DEFAULT lower('X' || current_user), n integer);
