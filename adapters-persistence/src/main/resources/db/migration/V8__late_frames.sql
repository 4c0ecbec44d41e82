-- Assignments of which frames came after their end that are not in the figures of the task yet. The row is made in the
-- transaction that stores the frames and goes in the one that stores the figures, so that these are made once for many
-- deliveries, and by whichever server is there.
CREATE TABLE late_frames (
  tenant     text COLLATE "C" NOT NULL,
  task       text COLLATE "C" NOT NULL,
  assignment text COLLATE "C" NOT NULL,
  PRIMARY KEY (task, tenant, assignment),
  FOREIGN KEY (tenant, assignment) REFERENCES assignment (tenant, id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
