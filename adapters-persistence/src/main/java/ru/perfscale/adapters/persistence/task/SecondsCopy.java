package ru.perfscale.adapters.persistence.task;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;

/** Writes {@code series_second} by COPY: it is where nearly all the bytes of a run go. */
final class SecondsCopy {
  private static final String COPY =
      """
      COPY series_second (tenant, assignment, second, seq, series, samples, untimed, sum_nanos,
        min_nanos, max_nanos, first_start_nanos, last_end_nanos, histogram)
      FROM STDIN (FORMAT binary)
      """;

  private static final int COLUMNS = 13;

  private SecondsCopy() {}

  /**
   * @return the number of rows
   */
  static int write(
      Handle handle, Assignment assignment, List<Frame> frames, Map<Series, Long> numbers) {
    String tenant = assignment.task().tenant().key();
    String id = assignment.id().value();
    try (BinaryCopy copy = new BinaryCopy(handle, COPY)) {
      for (Frame frame : frames) {
        for (Interval interval : frame.intervals()) {
          copy.row(COLUMNS)
              .field(tenant)
              .field(id)
              .field(frame.second())
              .field(frame.seq())
              .field(numbers.get(interval.series()))
              .fields(interval.tally())
              .field(interval.histogram());
        }
      }
      return copy.end();
    }
  }
}
