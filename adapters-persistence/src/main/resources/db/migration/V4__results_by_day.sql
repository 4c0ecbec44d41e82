-- What was measured by the second lives in partitions, one for each day on which it was received (UTC, by the database's
-- clock), so that old seconds go by dropping a table. Rows of pinned tasks are copied to the day '-infinity' before that.
--
-- No unique index over frame numbers: on a partitioned table it would have to contain the day. That a frame is stored once
-- is the watermark's doing (assignment.acked_seq), which moves in the transaction that stores it.

ALTER TABLE frame RENAME TO frame_before;
ALTER TABLE frame_before RENAME CONSTRAINT frame_pkey TO frame_before_pkey;
ALTER TABLE series_second RENAME TO series_second_before;
ALTER INDEX series_second_in_order RENAME TO series_second_before_in_order;

CREATE TABLE frame (
  tenant      text COLLATE "C" NOT NULL,
  assignment  text COLLATE "C" NOT NULL,
  seq         bigint NOT NULL,
  second      bigint NOT NULL,
  users       integer,
  late        bigint NOT NULL,
  skewed      bigint NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  day         date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date
) PARTITION BY RANGE (day);

CREATE INDEX frame_in_order ON frame (assignment, tenant, seq);

-- Samples of one series in one second of one assignment; several rows where several frames brought some: they are addends.
-- Histograms are HdrHistogram's V2 encoding, as they came.
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
  histogram         bytea NOT NULL,
  day               date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date
) PARTITION BY RANGE (day);

-- Not compressed: that would cost the server more than the space it saves.
ALTER TABLE series_second ALTER COLUMN histogram SET STORAGE EXTERNAL;

CREATE INDEX series_second_in_order ON series_second (assignment, tenant, second);

-- The same, summed over spans of 10 and of 60 seconds, for what looks at hours; "second" is the first one of the span.
-- Several rows of one span are addends here, too: late frames bring theirs later.
CREATE TABLE series_roll_up (
  tenant            text COLLATE "C" NOT NULL,
  assignment        text COLLATE "C" NOT NULL,
  span              smallint NOT NULL CHECK (span IN (10, 60)),
  second            bigint NOT NULL,
  series            bigint NOT NULL,
  samples           bigint NOT NULL,
  untimed           bigint NOT NULL,
  sum_nanos         bigint NOT NULL,
  min_nanos         bigint NOT NULL,
  max_nanos         bigint NOT NULL,
  first_start_nanos bigint NOT NULL,
  last_end_nanos    bigint NOT NULL,
  histogram         bytea NOT NULL,
  day               date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date
) PARTITION BY RANGE (day);

ALTER TABLE series_roll_up ALTER COLUMN histogram SET STORAGE EXTERNAL;

CREATE INDEX series_roll_up_in_order ON series_roll_up (assignment, tenant, span, second);

CREATE TABLE frame_kept PARTITION OF frame FOR VALUES FROM (MINVALUE) TO ('2000-01-01');
CREATE TABLE series_second_kept PARTITION OF series_second FOR VALUES FROM (MINVALUE) TO ('2000-01-01');
CREATE TABLE series_roll_up_kept PARTITION OF series_roll_up FOR VALUES FROM (MINVALUE) TO ('2000-01-01');

-- Makes the partition of one day where it is missing. Made apart and attached, which no reader or writer waits for.
CREATE FUNCTION add_day(parent text, day date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  child text := parent || to_char(day, '_YYYYMMDD');
BEGIN
  IF to_regclass(child) IS NOT NULL THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', child, parent);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, day, day + 1);
  RETURN true;
END $$;

-- Drops the partition of one day and tells how many rows of pinned tasks it kept. Waits for whoever reads the parent.
CREATE FUNCTION drop_day(parent text, day date) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  child text := parent || to_char(day, '_YYYYMMDD');
  others text;
  kept bigint;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO others
  FROM pg_attribute
  WHERE attrelid = to_regclass(child) AND attnum > 0 AND NOT attisdropped AND attname <> 'day';
  IF others IS NULL THEN
    RETURN 0;
  END IF;
  EXECUTE format(
    'INSERT INTO %I (%s, day) SELECT %s, ''-infinity'' FROM %I x WHERE EXISTS (
       SELECT FROM assignment a JOIN task t ON t.id = a.task AND t.tenant = a.tenant
       WHERE a.id = x.assignment AND a.tenant = x.tenant AND t.pinned)',
    parent, others, others, child);
  GET DIAGNOSTICS kept = ROW_COUNT;
  EXECUTE format('DROP TABLE %I', child);
  RETURN kept;
END $$;

SELECT add_day(parent, day)
FROM unnest(ARRAY['frame', 'series_second', 'series_roll_up']) AS parent,
  (SELECT (now() AT TIME ZONE 'UTC')::date + ahead AS day FROM generate_series(0, 7) AS ahead
   UNION
   SELECT (received_at AT TIME ZONE 'UTC')::date FROM frame_before) AS days;

INSERT INTO frame
SELECT tenant, assignment, seq, second, users, late, skewed, received_at, (received_at AT TIME ZONE 'UTC')::date
FROM frame_before;

INSERT INTO series_second
SELECT x.tenant, x.assignment, x.second, x.seq, x.series, x.samples, x.untimed, x.sum_nanos, x.min_nanos, x.max_nanos,
  x.first_start_nanos, x.last_end_nanos, x.histogram, (f.received_at AT TIME ZONE 'UTC')::date
FROM series_second_before x
JOIN frame_before f ON f.tenant = x.tenant AND f.assignment = x.assignment AND f.seq = x.seq;

DROP TABLE series_second_before;
DROP TABLE frame_before;


-- The assignments of which not every frame is in totals and roll-ups yet, and how far they are. Totals and roll-ups hold
-- exactly the frames up to here; whoever wants to know more adds the seconds behind it. The row is made with the first frame
-- and goes when the assignment has ended and everything is summed.
CREATE TABLE summing (
  tenant     text COLLATE "C" NOT NULL,
  assignment text COLLATE "C" NOT NULL,
  summed_seq bigint NOT NULL,
  PRIMARY KEY (assignment, tenant),
  FOREIGN KEY (tenant, assignment) REFERENCES assignment (tenant, id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- Until now totals were kept up with every frame and there were no roll-ups: all of them are summed anew.
TRUNCATE series_total;
INSERT INTO summing SELECT tenant, id, 0 FROM assignment WHERE acked_seq > 0;

-- Of a pinned task everything is kept, however old.
ALTER TABLE task ADD COLUMN pinned boolean NOT NULL DEFAULT false;
