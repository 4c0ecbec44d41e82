package ru.perfscale.adapters.persistence.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import ru.perfscale.application.task.FrameRepository.Window;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;

/**
 * Some seconds of an assignment: whole minutes from the roll-ups, the seconds before and behind
 * them, and within them the seconds that are not summed yet. Read in one statement, so that no
 * frame is in two of these or in none.
 */
final class StoredWindow {
  /** A value may be 300 KB, of a thousand series. */
  private static final int FETCH_ROWS = 50;

  private static final long MINUTE = 60;

  /**
   * Finding the first second behind the mark spares a look at all frames before it; the "+ 0" keeps
   * that from being done in the order of the seconds, from the first frame on.
   */
  private static final String ROWS =
      """
      WITH mark AS MATERIALIZED (
        SELECT m.summed_seq, (
          SELECT min(f.second + 0) FROM frame f
          WHERE f.assignment = m.assignment AND f.tenant = m.tenant AND f.seq > m.summed_seq
        ) AS second
        FROM summing m WHERE m.assignment = :assignment AND m.tenant = :tenant
      )
      SELECT packed(x.series, x.samples, x.untimed, x.sum_nanos, x.min_nanos, x.max_nanos,
        x.first_start_nanos, x.last_end_nanos, x.histogram) AS intervals
      FROM series_roll_up x
      WHERE x.assignment = :assignment AND x.tenant = :tenant AND x.span = 60
        AND x.second >= :minutes AND x.second < :end_of_minutes
        AND (:every_series OR x.series = ANY (:series))
      UNION ALL
      SELECT intervals FROM frame
      WHERE assignment = :assignment AND tenant = :tenant
        AND second >= :from AND second < :minutes
      UNION ALL
      SELECT intervals FROM frame
      WHERE assignment = :assignment AND tenant = :tenant
        AND second >= :end_of_minutes AND second < :to
      UNION ALL
      SELECT unsummed.intervals FROM mark, LATERAL (
        SELECT intervals FROM frame
        WHERE assignment = :assignment AND tenant = :tenant AND seq > mark.summed_seq
          AND second >= greatest(mark.second, :minutes) AND second < :end_of_minutes
        OFFSET 0
      ) unsummed
      """;

  private static final String IS_WHOLE =
      """
      SELECT a.acked_seq = (
        SELECT count(*) FROM frame f WHERE f.assignment = a.id AND f.tenant = a.tenant)
      FROM assignment a WHERE a.id = :assignment AND a.tenant = :tenant
      """;

  private StoredWindow() {}

  static Window read(
      Handle handle,
      Assignment assignment,
      Optional<String> label,
      long from,
      long to,
      Histograms histograms) {
    Map<Long, Series> series = SeriesNumbers.byNumber(handle, assignment.task());
    Set<Long> wanted =
        series.entrySet().stream()
            .filter(entry -> label.isPresent() && entry.getValue().label().equals(label.get()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    long end = Math.min(to, Integer.MAX_VALUE);
    long minutes = (from + MINUTE - 1) / MINUTE * MINUTE;
    long endOfMinutes = end / MINUTE * MINUTE;
    boolean hasMinutes = minutes < endOfMinutes;
    Map<Long, IntervalSum> sums = new TreeMap<>();
    handle
        .createQuery(ROWS)
        .setFetchSize(FETCH_ROWS)
        .bind("tenant", assignment.task().tenant().key())
        .bind("assignment", assignment.id().value())
        .bind("every_series", label.isEmpty())
        .bind(
            "series",
            (position, statement, context) ->
                statement.setArray(
                    position, statement.getConnection().createArrayOf("bigint", wanted.toArray())))
        .bind("from", from)
        .bind("minutes", hasMinutes ? minutes : end)
        .bind("end_of_minutes", hasMinutes ? endOfMinutes : end)
        .bind("to", end)
        .map(
            (row, context) -> {
              PackedIntervals.unpack(
                  row.getBytes("intervals"),
                  (number, tally, histogram) -> {
                    if (label.isEmpty() || wanted.contains(number)) {
                      sums.computeIfAbsent(number, added -> new IntervalSum(histograms))
                          .add(tally, histogram);
                    }
                  });
              return true;
            })
        .forEach(added -> {});
    return new Window(named(sums, series), isWhole(handle, assignment));
  }

  private static List<Interval> named(Map<Long, IntervalSum> sums, Map<Long, Series> series) {
    List<Interval> intervals = new ArrayList<>(sums.size());
    sums.forEach(
        (number, sum) -> {
          // A series of this very moment comes with the next look.
          if (series.containsKey(number)) {
            intervals.add(new Interval(series.get(number), sum.tally(), sum.histogram()));
          }
        });
    return intervals;
  }

  private static boolean isWhole(Handle handle, Assignment assignment) {
    return handle
        .createQuery(IS_WHOLE)
        .bind("tenant", assignment.task().tenant().key())
        .bind("assignment", assignment.id().value())
        .mapTo(Boolean.class)
        .one();
  }
}
