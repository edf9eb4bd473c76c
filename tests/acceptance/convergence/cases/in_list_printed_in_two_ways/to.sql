CREATE TABLE t (s varchar(10) CONSTRAINT k CHECK ((s)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])));
