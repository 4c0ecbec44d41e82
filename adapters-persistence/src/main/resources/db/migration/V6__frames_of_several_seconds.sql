-- How many seconds a frame is the sum of: an agent that has no room for single seconds adds them up.
ALTER TABLE frame ADD COLUMN span smallint NOT NULL DEFAULT 1 CHECK (span IN (1, 10, 60));
