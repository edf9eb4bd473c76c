CREATE TYPE mood AS ENUM ('calm', 'sad');
CREATE TABLE a (mood mood);
