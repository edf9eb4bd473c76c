CREATE TYPE mood AS ENUM ('calm', 'merry', 'sad');
CREATE TABLE a (mood mood);
CREATE TABLE b (mood mood);
