CREATE TABLE t (id int, c jsonb, d jsonb);
