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
 * the seconds behind it. Read in one statement, so that no frame is in both or in neither.
 */
final class StoredTotals {
  private static final int FETCH_ROWS = 2_000;

  /**
   * The seconds are found from the first one behind the mark on, in the order of their index. The
   * OFFSET keeps the planner from turning that search into one through all partitions.
   */
  private static final String ROWS =
      """
      WITH mark AS MATERIALIZED (
        SELECT m.assignment, m.tenant, m.summed_seq, (
          SELECT min(f.second) FROM frame f
          WHERE f.assignment = m.assignment AND f.tenant = m.tenant AND f.seq > m.summed_seq
        ) AS second
        FROM assignment a JOIN summing m ON m.assignment = a.id AND m.tenant = a.tenant
        WHERE a.tenant = :tenant AND a.task = :task AND (a.id = :assignment OR :assignment IS NULL)
      )
      SELECT t.assignment, t.series, t.samples, t.untimed, t.sum_nanos, t.min_nanos, t.max_nanos,
        t.first_start_nanos, t.last_end_nanos, t.histogram
      FROM series_total t
      WHERE t.tenant = :tenant AND t.task = :task
        AND (t.assignment = :assignment OR :assignment IS NULL)
      UNION ALL
      SELECT x.*
      FROM mark, LATERAL (
        SELECT s.assignment, s.series, s.samples, s.untimed, s.sum_nanos, s.min_nanos, s.max_nanos,
          s.first_start_nanos, s.last_end_nanos, s.histogram
        FROM series_second s
        WHERE s.assignment = mark.assignment AND s.tenant = mark.tenant
          AND s.second >= mark.second AND s.seq > mark.summed_seq
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
              sums.computeIfAbsent(
                      new Key(row.getString("assignment"), row.getLong("series")),
                      key -> new IntervalSum(histograms))
                  .add(IntervalRow.tally(row), row.getBytes("histogram"));
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
