INSERT INTO moods VALUES ('calm', 1);
INSERT INTO m VALUES (1, 1), (11, 1);
