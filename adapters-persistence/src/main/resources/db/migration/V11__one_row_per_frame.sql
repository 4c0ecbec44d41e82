-- What a frame measured is in its row, all series in one value: a machine brings one every second, and twenty or a thousand
-- rows of a few bytes each cost more than what is in them. Roll-ups and totals keep a row for each series: of them one series
-- over hours is looked for.

-- One series of a packed value: nine numbers and a histogram in HdrHistogram's V2 encoding, as it came. Big-endian.
CREATE FUNCTION packed(series bigint, samples bigint, untimed bigint, sum_nanos bigint, min_nanos bigint, max_nanos bigint,
  first_start_nanos bigint, last_end_nanos bigint, histogram bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN int8send(series) || int8send(samples) || int8send(untimed) || int8send(sum_nanos) || int8send(min_nanos)
  || int8send(max_nanos) || int8send(first_start_nanos) || int8send(last_end_nanos) || int4send(length(histogram)) || histogram;

-- The other way, for people: the server unpacks by itself.
CREATE FUNCTION unpacked(intervals bytea) RETURNS TABLE (series bigint, samples bigint, untimed bigint, sum_nanos bigint,
  min_nanos bigint, max_nanos bigint, first_start_nanos bigint, last_end_nanos bigint, histogram bytea)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  numbers bigint[];
  size integer;
  place integer := 1;
BEGIN
  WHILE place <= length(intervals) LOOP
    SELECT array_agg(('x' || encode(substr(intervals, place + 8 * i, 8), 'hex'))::bit(64)::bigint ORDER BY i) INTO numbers
    FROM generate_series(0, 7) AS i;
    size := ('x' || encode(substr(intervals, place + 64, 4), 'hex'))::bit(32)::integer;
    RETURN QUERY SELECT numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7], numbers[8],
      substr(intervals, place + 68, size);
    place := place + 68 + size;
  END LOOP;
END $$;

-- Not compressed: that would cost the server more than the space it saves. Beside the row when it is large, so that what
-- asks for the machines' health alone does not read it.
LOCK TABLE series_second, frame IN ACCESS EXCLUSIVE MODE;
ALTER TABLE frame ADD COLUMN intervals bytea NOT NULL DEFAULT '';
ALTER TABLE frame ALTER COLUMN intervals SET STORAGE EXTERNAL;

UPDATE frame f SET intervals = x.intervals
FROM (
  SELECT s.tenant, s.assignment, s.seq, string_agg(packed(s.series, s.samples, s.untimed, s.sum_nanos, s.min_nanos,
    s.max_nanos, s.first_start_nanos, s.last_end_nanos, s.histogram), ''::bytea ORDER BY s.series) AS intervals
  FROM series_second s
  GROUP BY s.tenant, s.assignment, s.seq) x
WHERE f.assignment = x.assignment AND f.tenant = x.tenant AND f.seq = x.seq;

DROP TABLE series_second;

CREATE INDEX frame_by_second ON frame (assignment, tenant, second);

CREATE VIEW series_second AS
SELECT f.tenant, f.assignment, f.second, f.seq, u.*, f.day FROM frame f, unpacked(f.intervals) u;
