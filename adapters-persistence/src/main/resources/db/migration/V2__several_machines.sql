-- One task on several machines: which ones it wants, which share each has, and how each share ended.


-- Which machines a task wants. Without ids and without labels: any "wanted_count" ones. With ids: exactly these. With labels:
-- all that have them, which is all that there are when the object is empty; how many shows when they are chosen.
ALTER TABLE task
  ADD COLUMN wanted_count integer NOT NULL DEFAULT 1 CHECK (wanted_count >= 1),
  ADD COLUMN wanted_ids text[] COLLATE "C",
  ADD COLUMN wanted_labels jsonb,
  -- From the first sample of the machine that began first to the one of the machine that began last.
  ADD COLUMN start_spread_millis double precision;

-- "accepted" waits for the others. The clock is what the agent's clock has to be put forward by to be the server's, and how
-- far that may be off; measured when it accepted.
ALTER TABLE assignment
  ADD COLUMN share_index integer NOT NULL DEFAULT 1,
  ADD COLUMN share_of integer NOT NULL DEFAULT 1,
  ADD COLUMN clock_offset_nanos bigint,
  ADD COLUMN clock_error_nanos bigint,
  DROP CONSTRAINT assignment_status_check,
  ADD CONSTRAINT assignment_status_check
    CHECK (status IN ('open', 'offered', 'accepted', 'running', 'finished', 'lost', 'revoked')),
  ADD CONSTRAINT assignment_is_one_of_the_shares CHECK (share_index BETWEEN 1 AND share_of);

-- The first share stands for its task in the queue, so that a task of many machines is one entry in it.
ALTER TABLE claim
  ADD COLUMN lead boolean NOT NULL DEFAULT true,
  DROP CONSTRAINT claim_status_check,
  ADD CONSTRAINT claim_status_check CHECK (status IN ('open', 'offered', 'accepted', 'running'));

DROP INDEX claim_open;

CREATE INDEX claim_queue ON claim (tenant, created_at, task) WHERE status = 'open' AND lead;

-- How a share ended: what its agent reported, or that it was lost. What is asked for by SQL has a column, the rest of what
-- was reported is in "report".
CREATE TABLE assignment_report (
  tenant            text COLLATE "C" NOT NULL,
  assignment        text COLLATE "C" NOT NULL,
  task              text COLLATE "C" NOT NULL,
  machine_name      text NOT NULL,
  ending            text NOT NULL,
  -- Whether the other shares are worth nothing any more.
  stops_others      boolean NOT NULL,
  expected_frames   bigint NOT NULL,
  coverage          double precision NOT NULL,
  first_start_nanos bigint,
  reported_at       timestamptz NOT NULL,
  report            jsonb NOT NULL,
  PRIMARY KEY (assignment, tenant),
  FOREIGN KEY (tenant, assignment) REFERENCES assignment (tenant, id),
  FOREIGN KEY (tenant, task) REFERENCES task (tenant, id)
);

CREATE INDEX assignment_report_of_task ON assignment_report (task, tenant);
