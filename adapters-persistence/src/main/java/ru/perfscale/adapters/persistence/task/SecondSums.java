package ru.perfscale.adapters.persistence.task;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import ru.perfscale.adapters.persistence.task.SumSeconds.Source;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.Tally;

/** The seconds of some frames, summed by span and altogether. Confined to one thread. */
final class SecondSums {
  private static final int FETCH_ROWS = 2_000;
  private static final int[] SPANS = {10, 60};

  private static final String ROWS =
      """
      SELECT x.second, x.series, x.samples, x.untimed, x.sum_nanos, x.min_nanos, x.max_nanos,
        x.first_start_nanos, x.last_end_nanos, x.histogram
      FROM series_second x
      WHERE x.assignment = :assignment AND x.tenant = :tenant
        AND x.second BETWEEN :first_second AND :last_second
        AND x.seq BETWEEN :first_seq AND :last_seq
      """;

  private static final String TOTALS =
      """
      SELECT series, samples, untimed, sum_nanos, min_nanos, max_nanos, first_start_nanos,
        last_end_nanos, histogram
      FROM series_total
      WHERE tenant = :tenant AND task = :task AND assignment = :assignment
      """;

  private static final String SAVE_TOTAL =
      """
      INSERT INTO series_total (tenant, task, assignment, series, samples, untimed, sum_nanos,
        min_nanos, max_nanos, first_start_nanos, last_end_nanos, histogram)
      VALUES (:tenant, :task, :assignment, :series, :samples, :untimed, :sum_nanos,
        :min_nanos, :max_nanos, :first_start_nanos, :last_end_nanos, :histogram)
      ON CONFLICT (task, tenant, assignment, series) DO UPDATE
      SET samples = excluded.samples, untimed = excluded.untimed, sum_nanos = excluded.sum_nanos,
        min_nanos = excluded.min_nanos, max_nanos = excluded.max_nanos,
        first_start_nanos = excluded.first_start_nanos, last_end_nanos = excluded.last_end_nanos,
        histogram = excluded.histogram
      """;

  private static final String COPY =
      """
      COPY series_roll_up (tenant, assignment, span, second, series, samples, untimed, sum_nanos,
        min_nanos, max_nanos, first_start_nanos, last_end_nanos, histogram)
      FROM STDIN (FORMAT binary)
      """;

  private static final int COPY_COLUMNS = 13;

  private final Map<Span, IntervalSum> bySpan = new TreeMap<>();
  private final Map<Long, IntervalSum> totals = new HashMap<>();

  /** Where a row of a roll-up is; in the order of its index. */
  private record Span(int length, long second, long series) implements Comparable<Span> {
    static Span of(int length, long second, long series) {
      return new Span(length, second / length * length, series);
    }

    @Override
    public int compareTo(Span other) {
      int byLength = Integer.compare(length, other.length);
      int bySecond = byLength != 0 ? byLength : Long.compare(second, other.second);
      return bySecond != 0 ? bySecond : Long.compare(series, other.series);
    }
  }

  private SecondSums() {}

  static SecondSums of(Handle handle, Source source, ClosedFrames frames, Histograms histograms) {
    SecondSums sums = new SecondSums();
    handle
        .createQuery(ROWS)
        .setFetchSize(FETCH_ROWS)
        .bind("tenant", source.task().tenant().key())
        .bind("assignment", source.assignment().value())
        .bind("first_second", frames.firstSecond())
        .bind("last_second", frames.lastSecond())
        .bind("first_seq", frames.firstSeq())
        .bind("last_seq", frames.lastSeq())
        .map(
            (row, context) -> {
              sums.add(
                  row.getLong("second"),
                  row.getLong("series"),
                  IntervalRow.tally(row),
                  row.getBytes("histogram"),
                  histograms);
              return true;
            })
        .forEach(added -> {});
    return sums;
  }

  private void add(long second, long series, Tally tally, byte[] histogram, Histograms histograms) {
    for (int length : SPANS) {
      bySpan
          .computeIfAbsent(Span.of(length, second, series), span -> new IntervalSum(histograms))
          .add(tally, histogram);
    }
    totals.computeIfAbsent(series, number -> new IntervalSum(histograms)).add(tally, histogram);
  }

  /** Adds them to what is stored; the caller holds the assignment's mark. */
  void store(Handle handle, Source source) {
    if (totals.isEmpty()) {
      return;
    }
    copySpans(handle, source);
    handle
        .createQuery(TOTALS)
        .bind("tenant", source.task().tenant().key())
        .bind("task", source.task().id().value())
        .bind("assignment", source.assignment().value())
        .map(
            (row, context) -> {
              IntervalSum sum = totals.get(row.getLong("series"));
              if (sum != null) {
                sum.add(IntervalRow.tally(row), row.getBytes("histogram"));
              }
              return true;
            })
        .forEach(added -> {});
    saveTotals(handle, source);
  }

  private void copySpans(Handle handle, Source source) {
    try (BinaryCopy copy = new BinaryCopy(handle, COPY)) {
      bySpan.forEach(
          (span, sum) ->
              copy.row(COPY_COLUMNS)
                  .field(source.task().tenant().key())
                  .field(source.assignment().value())
                  .smallField(span.length())
                  .field(span.second())
                  .field(span.series())
                  .fields(sum.tally())
                  .field(sum.histogram()));
      copy.end();
    }
  }

  private void saveTotals(Handle handle, Source source) {
    try (PreparedBatch batch = handle.prepareBatch(SAVE_TOTAL)) {
      totals.forEach(
          (series, sum) -> {
            Tally tally = sum.tally();
            batch
                .bind("tenant", source.task().tenant().key())
                .bind("task", source.task().id().value())
                .bind("assignment", source.assignment().value())
                .bind("series", series)
                .bind("samples", tally.count())
                .bind("untimed", tally.untimed())
                .bind("sum_nanos", tally.sumNanos())
                .bind("min_nanos", tally.minNanos())
                .bind("max_nanos", tally.maxNanos())
                .bind("first_start_nanos", tally.span().firstStart())
                .bind("last_end_nanos", tally.span().lastEnd())
                .bind("histogram", sum.histogram())
                .add();
          });
      batch.execute();
    }
  }
}
