-- The whole schema of perfscale.
--
-- Tenancy. Every table has "tenant", the typed key of the workspace (claim:demo, subject:9f…), and the foreign keys carry it
-- along, so that the database itself refuses a row that points into another workspace. In keys it comes behind the id: an
-- index that begins with the tenant tempts the planner to read all of a tenant while it has no statistics yet.
--
-- Ids are made by the application: text in the collation "C", so that their order is that of their bytes everywhere.
-- Instants are timestamptz, in microseconds. Durations are whole milliseconds, as on the wire. Enumerations are the words of the API.


-- Machines ------------------------------------------------------------------------------------------------------------------

-- A removed machine stays as a tombstone: tasks refer to it, and a page of the list may begin behind it.
CREATE TABLE machine (
  tenant        text COLLATE "C" NOT NULL,
  id            text COLLATE "C" NOT NULL,
  name          text NOT NULL,
  hostname      text COLLATE "C" NOT NULL,
  ip_address    text,
  os            text NOT NULL,
  arch          text NOT NULL,
  cpu_cores     integer,
  memory_gb     numeric(9, 3),
  maintenance   boolean NOT NULL DEFAULT false,
  registered_at timestamptz NOT NULL,
  removed_at    timestamptz,
  PRIMARY KEY (id, tenant)
);

-- Among the living machines of a workspace a hostname is unique, whatever its letter case.
CREATE UNIQUE INDEX machine_hostname ON machine (tenant, lower(hostname)) WHERE removed_at IS NULL;

CREATE INDEX machine_page ON machine (tenant, registered_at, id) WHERE removed_at IS NULL;

-- The program that serves a machine: at most one, under one credential. It goes with its machine.
-- Its row is written every two seconds, and no index holds what changes then.
CREATE TABLE agent (
  tenant          text COLLATE "C" NOT NULL,
  machine         text COLLATE "C" NOT NULL,
  credential_hash text COLLATE "C" NOT NULL UNIQUE,
  boot            text COLLATE "C",
  last_heard      timestamptz,
  installed       text[] NOT NULL DEFAULT '{}',
  installable     text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (machine, tenant),
  FOREIGN KEY (tenant, machine) REFERENCES machine (tenant, id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);


-- Load tests ----------------------------------------------------------------------------------------------------------------

-- A removed load test stays as a tombstone without its script.
CREATE TABLE load_test (
  tenant            text COLLATE "C" NOT NULL,
  id                text COLLATE "C" NOT NULL,
  name              text NOT NULL,
  tool              text NOT NULL,
  script            text NOT NULL,
  users             integer,
  duration_millis   bigint,
  time_limit_millis bigint NOT NULL,
  status            text NOT NULL CHECK (status IN ('draft', 'active', 'archived')),
  created_at        timestamptz NOT NULL,
  removed_at        timestamptz,
  PRIMARY KEY (id, tenant)
);

CREATE INDEX load_test_page ON load_test (tenant, created_at, id) WHERE removed_at IS NULL;


-- Tasks ---------------------------------------------------------------------------------------------------------------------

-- One execution of a load test, with what it was asked to do and what it found out. Written every second while it runs.
CREATE TABLE task (
  tenant                   text COLLATE "C" NOT NULL,
  id                       text COLLATE "C" NOT NULL,
  load_test                text COLLATE "C" NOT NULL,
  -- The plan: a snapshot, never changed.
  tool                     text NOT NULL,
  users                    integer,
  duration_millis          bigint,
  time_limit_millis        bigint NOT NULL,
  contact_limit_millis     bigint NOT NULL,
  created_by               text NOT NULL,
  created_at               timestamptz NOT NULL,
  -- The progress.
  status                   text NOT NULL
    CHECK (status IN ('pending', 'running', 'passed', 'failed', 'cancelled', 'timeout')),
  pending_reason           text,
  started_at               timestamptz,
  finished_at              timestamptz,
  cancel_requested_at      timestamptz,
  machines                 text[] NOT NULL,
  -- The findings.
  p50_millis               double precision,
  p95_millis               double precision,
  p99_millis               double precision,
  error_rate               double precision,
  requests_per_sec         double precision,
  total_requests           bigint NOT NULL,
  latency_meaning          text,
  latency_resolution_nanos bigint,
  coverage                 double precision,
  reasons                  jsonb NOT NULL,
  log_tail                 text,
  PRIMARY KEY (id, tenant),
  FOREIGN KEY (tenant, load_test) REFERENCES load_test (tenant, id),
  CONSTRAINT task_ends_with_its_state CHECK ((status IN ('pending', 'running')) = (finished_at IS NULL))
) WITH (fillfactor = 70);

CREATE INDEX task_page ON task (tenant, created_at, id);

-- The script as it was when the task was submitted. Apart from the task, because only the agent reads it and because a
-- task is written every second.
CREATE TABLE task_script (
  tenant text COLLATE "C" NOT NULL,
  task   text COLLATE "C" NOT NULL,
  script text NOT NULL,
  PRIMARY KEY (task, tenant),
  FOREIGN KEY (tenant, task) REFERENCES task (tenant, id)
);

-- One machine's share of a task. The truth about it, kept for good.
CREATE TABLE assignment (
  tenant     text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  task       text COLLATE "C" NOT NULL,
  status     text NOT NULL CHECK (status IN ('open', 'offered', 'running', 'finished', 'lost', 'revoked')),
  machine    text COLLATE "C",
  boot       text COLLATE "C",
  epoch      bigint NOT NULL,
  acked_seq  bigint NOT NULL,
  PRIMARY KEY (id, tenant),
  FOREIGN KEY (tenant, task) REFERENCES task (tenant, id),
  FOREIGN KEY (tenant, machine) REFERENCES machine (tenant, id)
) WITH (fillfactor = 70);

CREATE INDEX assignment_of_task ON assignment (task, tenant);

-- The assignments that are not over yet: what dispatching, expiry and contact look at. Small and hot, whatever has been run
-- in the past; the row goes when its assignment ends. Vacuumed early, because SKIP LOCKED slows down on dead rows.
CREATE TABLE claim (
  tenant               text COLLATE "C" NOT NULL,
  assignment           text COLLATE "C" NOT NULL,
  task                 text COLLATE "C" NOT NULL,
  status               text NOT NULL CHECK (status IN ('open', 'offered', 'running')),
  machine              text COLLATE "C",
  created_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  offered_at           timestamptz,
  contact_limit_millis bigint NOT NULL,
  PRIMARY KEY (assignment, tenant),
  FOREIGN KEY (tenant, assignment) REFERENCES assignment (tenant, id),
  CONSTRAINT claim_is_offered_to_a_machine CHECK ((status = 'open') = (machine IS NULL)),
  CONSTRAINT claim_has_the_age_of_its_offer CHECK (status = 'open' OR offered_at IS NOT NULL)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200,
  autovacuum_vacuum_cost_delay = 0, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 500);

CREATE INDEX claim_of_task ON claim (task, tenant);

-- A machine has one slot: whatever goes wrong elsewhere, it never gets a second offer or run.
CREATE UNIQUE INDEX claim_of_machine ON claim (machine, tenant) WHERE machine IS NOT NULL;

CREATE INDEX claim_open ON claim (created_at, assignment) WHERE status = 'open';

CREATE INDEX claim_held ON claim (status, offered_at) WHERE status <> 'open';


-- Results -------------------------------------------------------------------------------------------------------------------

-- What an agent delivered, frame by frame: one row per number, with what belongs to no series.
-- That a frame is stored once is the watermark's doing (assignment.acked_seq); the key here only proves it.
CREATE TABLE frame (
  tenant      text COLLATE "C" NOT NULL,
  assignment  text COLLATE "C" NOT NULL,
  seq         bigint NOT NULL,
  second      bigint NOT NULL,
  users       integer,
  late        bigint NOT NULL,
  skewed      bigint NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (assignment, tenant, seq),
  FOREIGN KEY (tenant, assignment) REFERENCES assignment (tenant, id)
);

-- Which samples belong together, once per task and with a short number, which the rows of every second repeat.
CREATE TABLE series (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant  text COLLATE "C" NOT NULL,
  task    text COLLATE "C" NOT NULL,
  label   text COLLATE "C" NOT NULL,
  kind    text NOT NULL,
  outcome text NOT NULL,
  phase   text NOT NULL,
  measure text NOT NULL,
  UNIQUE (task, tenant, label, kind, outcome, phase, measure),
  FOREIGN KEY (tenant, task) REFERENCES task (tenant, id)
);

-- Samples of one series in one second of one assignment; several rows where several frames brought some: they are addends.
-- Histograms are HdrHistogram's V2 encoding, as they came. No foreign keys: the writer holds the assignment's lock, and a
-- run may bring a thousand of these rows every second.
CREATE TABLE series_second (
  tenant            text COLLATE "C" NOT NULL,
  assignment        text COLLATE "C" NOT NULL,
  second            bigint NOT NULL,
  seq               bigint NOT NULL,
  series            bigint NOT NULL,
  samples           bigint NOT NULL,
  untimed           bigint NOT NULL,
  sum_nanos         bigint NOT NULL,
  min_nanos         bigint NOT NULL,
  max_nanos         bigint NOT NULL,
  first_start_nanos bigint NOT NULL,
  last_end_nanos    bigint NOT NULL,
  histogram         bytea NOT NULL
);

-- Not compressed: that would cost the server more than the space it saves.
ALTER TABLE series_second ALTER COLUMN histogram SET STORAGE EXTERNAL;

CREATE INDEX series_second_in_order ON series_second (assignment, tenant, second);

-- The sum of all of an assignment's samples of one series. Rewritten every second while it runs.
CREATE TABLE series_total (
  tenant            text COLLATE "C" NOT NULL,
  task              text COLLATE "C" NOT NULL,
  assignment        text COLLATE "C" NOT NULL,
  series            bigint NOT NULL REFERENCES series (id),
  samples           bigint NOT NULL,
  untimed           bigint NOT NULL,
  sum_nanos         bigint NOT NULL,
  min_nanos         bigint NOT NULL,
  max_nanos         bigint NOT NULL,
  first_start_nanos bigint NOT NULL,
  last_end_nanos    bigint NOT NULL,
  histogram         bytea NOT NULL,
  PRIMARY KEY (task, tenant, assignment, series),
  FOREIGN KEY (tenant, assignment) REFERENCES assignment (tenant, id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);

ALTER TABLE series_total ALTER COLUMN histogram SET STORAGE EXTERNAL;
