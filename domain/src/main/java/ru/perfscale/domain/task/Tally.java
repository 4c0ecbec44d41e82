package ru.perfscale.domain.task;

/**
 * The exact numbers that travel beside a histogram. Adding two is exact in any order.
 *
 * @param count all samples, those without a measured duration included
 * @param untimed errors without a measured duration, which no histogram holds
 * @param sumNanos of the measured durations
 * @param minNanos of the measured durations; {@link Long#MAX_VALUE} when there is none
 * @param maxNanos of the measured durations; 0 when there is none
 * @param span when the first sample started and the last one ended
 */
public record Tally(
    long count, long untimed, long sumNanos, long minNanos, long maxNanos, Span span) {
  /** Unix time in nanoseconds. */
  public record Span(long firstStart, long lastEnd) {
    public static final Span NONE = new Span(Long.MAX_VALUE, Long.MIN_VALUE);

    public Span plus(Span other) {
      return new Span(Math.min(firstStart, other.firstStart), Math.max(lastEnd, other.lastEnd));
    }

    private Span shifted(long nanos) {
      return equals(NONE)
          ? this
          : new Span(Math.max(0, firstStart + nanos), Math.max(0, lastEnd + nanos));
    }

    /** From the first start to the last end, 0 when nothing happened. */
    public long nanos() {
      return lastEnd < firstStart ? 0 : lastEnd - firstStart;
    }
  }

  public static final Tally NONE = new Tally(0, 0, 0, Long.MAX_VALUE, 0, Span.NONE);

  public Tally {
    if (count < 0 || untimed < 0 || untimed > count || sumNanos < 0 || maxNanos < 0) {
      throw new IllegalArgumentException(
          "Not a tally: count %d, untimed %d, sum %d, max %d"
              .formatted(count, untimed, sumNanos, maxNanos));
    }
  }

  public Tally plus(Tally other) {
    return new Tally(
        Math.addExact(count, other.count),
        untimed + other.untimed,
        Math.addExact(sumNanos, other.sumNanos),
        Math.min(minNanos, other.minNanos),
        Math.max(maxNanos, other.maxNanos),
        span.plus(other.span));
  }

  Tally shifted(long nanos) {
    return new Tally(count, untimed, sumNanos, minNanos, maxNanos, span.shifted(nanos));
  }

  /** How many samples the histogram holds. */
  public long timed() {
    return count - untimed;
  }
}
