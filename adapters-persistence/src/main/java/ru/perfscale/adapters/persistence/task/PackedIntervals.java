package ru.perfscale.adapters.persistence.task;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Tally;

/**
 * The intervals of a frame as one value, series by series: its number, the seven numbers of the
 * tally, and the histogram behind its length; big-endian. The database has functions {@code packed}
 * and {@code unpacked} of the same form.
 */
final class PackedIntervals {
  private static final int NUMBERS = 8;
  private static final int FIXED_BYTES = NUMBERS * Long.BYTES + Integer.BYTES;

  /** What one series has. */
  interface Visitor {
    void interval(long series, Tally tally, byte[] histogram);
  }

  private PackedIntervals() {}

  /**
   * @param numbers of all series of the intervals
   */
  static byte[] pack(List<Interval> intervals, Map<Series, Long> numbers) {
    ByteBuffer packed = ByteBuffer.allocate(bytes(intervals));
    for (Interval interval : intervals) {
      Tally tally = interval.tally();
      packed
          .putLong(numbers.get(interval.series()))
          .putLong(tally.count())
          .putLong(tally.untimed())
          .putLong(tally.sumNanos())
          .putLong(tally.minNanos())
          .putLong(tally.maxNanos())
          .putLong(tally.span().firstStart())
          .putLong(tally.span().lastEnd())
          .putInt(interval.histogram().length)
          .put(interval.histogram());
    }
    return packed.array();
  }

  private static int bytes(List<Interval> intervals) {
    int bytes = intervals.size() * FIXED_BYTES;
    for (Interval interval : intervals) {
      bytes = Math.addExact(bytes, interval.histogram().length);
    }
    return bytes;
  }

  /**
   * @throws RuntimeException when it is not of this form
   */
  static void unpack(byte[] intervals, Visitor visitor) {
    ByteBuffer packed = ByteBuffer.wrap(intervals);
    while (packed.hasRemaining()) {
      long series = packed.getLong();
      Tally tally =
          new Tally(
              packed.getLong(),
              packed.getLong(),
              packed.getLong(),
              packed.getLong(),
              packed.getLong(),
              new Tally.Span(packed.getLong(), packed.getLong()));
      byte[] histogram = new byte[packed.getInt()];
      packed.get(histogram);
      visitor.interval(series, tally, histogram);
    }
  }
}
