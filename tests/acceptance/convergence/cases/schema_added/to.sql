CREATE TABLE t (id integer PRIMARY KEY, name text, n integer);
CREATE SCHEMA game;
CREATE TABLE game.t (id int PRIMARY KEY, other int REFERENCES public.t);
