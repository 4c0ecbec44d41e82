package ru.perfscale.adapters.persistence.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.TaskRef;

/**
 * Everything stored of a task's assignments: the totals, which hold the frames up to a mark, and
 * the frames behind it. Read in one statement, so that no frame is in both or in neither.
 */
final class StoredTotals {
  /** A value may be 300 KB, of a thousand series. */
  private static final int FETCH_ROWS = 50;

  /** The OFFSET makes the planner look for the frames of each mark by their numbers. */
  private static final String ROWS =
      """
      WITH mark AS MATERIALIZED (
        SELECT m.assignment, m.tenant, m.summed_seq
        FROM assignment a JOIN summing m ON m.assignment = a.id AND m.tenant = a.tenant
        WHERE a.tenant = :tenant AND a.task = :task AND (a.id = :assignment OR :assignment IS NULL)
      )
      SELECT t.assignment, packed(t.series, t.samples, t.untimed, t.sum_nanos, t.min_nanos,
        t.max_nanos, t.first_start_nanos, t.last_end_nanos, t.histogram) AS intervals
      FROM series_total t
      WHERE t.tenant = :tenant AND t.task = :task
        AND (t.assignment = :assignment OR :assignment IS NULL)
      UNION ALL
      SELECT mark.assignment, x.intervals
      FROM mark, LATERAL (
        SELECT f.intervals FROM frame f
        WHERE f.assignment = mark.assignment AND f.tenant = mark.tenant AND f.seq > mark.summed_seq
        OFFSET 0
      ) x
      """;

  /** Of one machine one series; in the order of the assignments and of the numbers. */
  private record Key(String assignment, long series) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byAssignment = assignment.compareTo(other.assignment);
      return byAssignment != 0 ? byAssignment : Long.compare(series, other.series);
    }
  }

  private StoredTotals() {}

  /**
   * @param assignment null for all of the task
   */
  static List<Interval> read(
      Handle handle, TaskRef task, AssignmentId assignment, Histograms histograms) {
    Map<Key, IntervalSum> sums = new TreeMap<>();
    handle
        .createQuery(ROWS)
        .setFetchSize(FETCH_ROWS)
        .bind("tenant", task.tenant().key())
        .bind("task", task.id().value())
        .bind("assignment", assignment == null ? null : assignment.value())
        .map(
            (row, context) -> {
              String source = row.getString("assignment");
              PackedIntervals.unpack(
                  row.getBytes("intervals"),
                  (series, tally, histogram) ->
                      sums.computeIfAbsent(
                              new Key(source, series), key -> new IntervalSum(histograms))
                          .add(tally, histogram));
              return true;
            })
        .forEach(read -> {});
    return named(sums, SeriesNumbers.byNumber(handle, task));
  }

  private static List<Interval> named(Map<Key, IntervalSum> sums, Map<Long, Series> series) {
    List<Interval> totals = new ArrayList<>(sums.size());
    sums.forEach(
        (key, sum) ->
            totals.add(new Interval(series.get(key.series()), sum.tally(), sum.histogram())));
    return totals;
  }
}
