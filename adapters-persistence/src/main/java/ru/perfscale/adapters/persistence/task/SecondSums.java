package ru.perfscale.adapters.persistence.task;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import ru.perfscale.adapters.persistence.task.SumSeconds.Source;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.Tally;

/** The seconds of some frames, summed by span and altogether. Confined to one thread. */
final class SecondSums {
  /** A value may be 300 KB, of a thousand series. */
  private static final int FETCH_ROWS = 50;

  private static final String FRAMES =
      """
      SELECT second, intervals FROM frame
      WHERE assignment = :assignment AND tenant = :tenant AND seq BETWEEN :first_seq AND :last_seq
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

  private final List<Part> tens;
  private final List<Part> minutes;
  private final Histograms histograms;

  /** What one series has from a second on. */
  private record Part(long second, long series, Tally tally, byte[] histogram) {}

  /** In the order of the index. */
  private record Place(long second, long series) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int bySecond = Long.compare(second, other.second);
      return bySecond != 0 ? bySecond : Long.compare(series, other.series);
    }
  }

  /** Adds up what falls into the same span, so that each part is decoded once. */
  private static final class Spans {
    private final long length;
    private final Histograms histograms;
    private final Map<Place, IntervalSum> sums = new TreeMap<>();

    Spans(long length, Histograms histograms) {
      this.length = length;
      this.histograms = histograms;
    }

    Spans add(Part part) {
      sums.computeIfAbsent(
              new Place(part.second() / length * length, part.series()),
              place -> new IntervalSum(histograms))
          .add(part.tally(), part.histogram());
      return this;
    }

    Spans addAll(List<Part> parts) {
      parts.forEach(this::add);
      return this;
    }

    List<Part> parts() {
      return sums.entrySet().stream()
          .map(
              sum ->
                  new Part(
                      sum.getKey().second(),
                      sum.getKey().series(),
                      sum.getValue().tally(),
                      sum.getValue().histogram()))
          .toList();
    }
  }

  private SecondSums(List<Part> tens, Histograms histograms) {
    this.tens = tens;
    this.minutes = new Spans(60, histograms).addAll(tens).parts();
    this.histograms = histograms;
  }

  static SecondSums of(Handle handle, Source source, ClosedFrames frames, Histograms histograms) {
    Spans tens = new Spans(10, histograms);
    handle
        .createQuery(FRAMES)
        .setFetchSize(FETCH_ROWS)
        .bind("tenant", source.task().tenant().key())
        .bind("assignment", source.assignment().value())
        .bind("first_seq", frames.firstSeq())
        .bind("last_seq", frames.lastSeq())
        .map((row, context) -> addFrame(tens, row.getLong("second"), row.getBytes("intervals")))
        .forEach(added -> {});
    return new SecondSums(tens.parts(), histograms);
  }

  private static Spans addFrame(Spans spans, long second, byte[] intervals) {
    PackedIntervals.unpack(
        intervals,
        (series, tally, histogram) -> spans.add(new Part(second, series, tally, histogram)));
    return spans;
  }

  /** Adds them to what is stored; the caller holds the assignment's mark. */
  void store(Handle handle, Source source) {
    if (tens.isEmpty()) {
      return;
    }
    try (BinaryCopy copy = new BinaryCopy(handle, COPY)) {
      write(copy, source, 10, tens);
      write(copy, source, 60, minutes);
      copy.end();
    }
    List<Part> totals = new Spans(Long.MAX_VALUE, histograms).addAll(minutes).parts();
    Set<Long> changed = totals.stream().map(Part::series).collect(Collectors.toSet());
    List<Part> before = totals(handle, source);
    saveTotals(
        handle,
        source,
        new Spans(Long.MAX_VALUE, histograms)
            .addAll(before.stream().filter(part -> changed.contains(part.series())).toList())
            .addAll(totals)
            .parts());
  }

  private static void write(BinaryCopy copy, Source source, int span, List<Part> parts) {
    for (Part part : parts) {
      copy.row(COPY_COLUMNS)
          .field(source.task().tenant().key())
          .field(source.assignment().value())
          .smallField(span)
          .field(part.second())
          .field(part.series())
          .fields(part.tally())
          .field(part.histogram());
    }
  }

  private static List<Part> totals(Handle handle, Source source) {
    return handle
        .createQuery(TOTALS)
        .bind("tenant", source.task().tenant().key())
        .bind("task", source.task().id().value())
        .bind("assignment", source.assignment().value())
        .map(
            (row, context) ->
                new Part(
                    0, row.getLong("series"), IntervalRow.tally(row), row.getBytes("histogram")))
        .list();
  }

  private static void saveTotals(Handle handle, Source source, List<Part> totals) {
    try (PreparedBatch batch = handle.prepareBatch(SAVE_TOTAL)) {
      for (Part total : totals) {
        Tally tally = total.tally();
        batch
            .bind("tenant", source.task().tenant().key())
            .bind("task", source.task().id().value())
            .bind("assignment", source.assignment().value())
            .bind("series", total.series())
            .bind("samples", tally.count())
            .bind("untimed", tally.untimed())
            .bind("sum_nanos", tally.sumNanos())
            .bind("min_nanos", tally.minNanos())
            .bind("max_nanos", tally.maxNanos())
            .bind("first_start_nanos", tally.span().firstStart())
            .bind("last_end_nanos", tally.span().lastEnd())
            .bind("histogram", total.histogram())
            .add();
      }
      batch.execute();
    }
  }
}
