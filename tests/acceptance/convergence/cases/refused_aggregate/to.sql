CREATE AGGREGATE agg(integer) (sfunc = int4pl, stype = integer);
