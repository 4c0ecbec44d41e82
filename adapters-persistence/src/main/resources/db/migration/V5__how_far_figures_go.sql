-- How far the figures of a task go: the health of its machines, second by second, and what was made of it.

-- How the machine was doing; null where nobody could tell.
ALTER TABLE frame
  ADD COLUMN tool_cores             double precision,
  ADD COLUMN machine_cpu            double precision,
  ADD COLUMN steal                  double precision,
  ADD COLUMN tool_memory_bytes      bigint,
  ADD COLUMN available_memory_bytes bigint,
  ADD COLUMN run_queue              integer,
  ADD COLUMN stall_millis           bigint,
  ADD COLUMN backlog_bytes          bigint;

-- Warnings, validity, stop reports, gaps: read and written as one, shown and never searched. Null until the end.
ALTER TABLE task ADD COLUMN account jsonb;

-- What is stored of a share, whatever its agent reported: how its machine did, samples, gaps. Null of one that nobody had.
ALTER TABLE assignment_report ADD COLUMN observed jsonb;

-- Reports of before say nothing of it.
UPDATE assignment_report
SET report = report || '{"evidence": {"warnings": [], "criteria": [], "labels_complete": true, "malformed": 0, "clamped": 0}}';
