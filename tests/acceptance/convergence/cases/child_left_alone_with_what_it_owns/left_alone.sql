CREATE TABLE c (extra int CHECK (extra > 0), more serial) INHERITS (p);
CREATE INDEX own ON c (v, extra);
CREATE TABLE grandchild () INHERITS (c);
CREATE UNIQUE INDEX of_grandchild ON grandchild (extra) WHERE extra > 1;
