-- How long the agents of a test's tasks may be out of contact before they are lost.
ALTER TABLE load_test ADD COLUMN contact_limit_millis bigint NOT NULL DEFAULT 60000;
