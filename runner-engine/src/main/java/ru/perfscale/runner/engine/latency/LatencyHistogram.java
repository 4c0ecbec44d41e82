package ru.perfscale.runner.engine.latency;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A sparse histogram of durations in nanoseconds with HdrHistogram's buckets for the range 1 …
 * 2^42−1 and 3 significant digits. An empty one costs some 150 bytes, one with 500 durations 1 KiB,
 * any other what the buckets around its durations need, 270 KiB at most. Adding histograms adds
 * their buckets: the sum is the same in any order and equal to one histogram that recorded
 * everything.
 *
 * <pre>{@code
 * LatencyHistogram merged = new LatencyHistogram();
 * snapshots.forEach(snapshot -> merged.add(snapshot.histogram()));
 * long p99 = merged.valueAt(99, minNanos, maxNanos);
 * }</pre>
 *
 * <p>Confined to one thread.
 */
public final class LatencyHistogram {
  /** The longest duration that is kept, 2^42−1 ns (73 minutes). */
  public static final long MAX_NANOS = Buckets.MAX_VALUE;

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final BucketCounts buckets = new BucketCounts();

  /**
   * Records one duration.
   *
   * @param nanos 0 … {@link #MAX_NANOS}
   * @throws IllegalArgumentException if it is outside of that
   */
  public void add(long nanos) {
    requireInRange(nanos);
    buckets.add(Buckets.indexOf(nanos));
  }

  /**
   * Records one duration several times.
   *
   * @param nanos 0 … {@link #MAX_NANOS}
   * @param count 1 or more
   * @throws IllegalArgumentException if one of them is outside of that
   */
  public void add(long nanos, long count) {
    requireInRange(nanos);
    if (count < 1) {
      throw new IllegalArgumentException("count is " + count + ", must be 1 or more");
    }
    buckets.add(Buckets.indexOf(nanos), count);
  }

  private static void requireInRange(long nanos) {
    if (nanos < 0 || nanos > MAX_NANOS) {
      throw new IllegalArgumentException(
          "nanos is " + nanos + ", must be between 0 and " + MAX_NANOS);
    }
  }

  /** Adds every bucket of another histogram, which stays as it is. */
  public void add(LatencyHistogram other) {
    other.buckets.addTo(buckets);
  }

  /**
   * Adds an encoded histogram without building it.
   *
   * @param encoded an uncompressed HdrHistogram V2 encoding with lowest value 1 and 3 digits
   * @throws IllegalArgumentException if it is anything else; nothing was added then
   */
  public void add(byte[] encoded) {
    HistogramCodec.addTo(buckets, encoded);
  }

  /**
   * Checks that an encoded histogram can be added to any other. Safe for any number of threads.
   *
   * @param encoded an uncompressed HdrHistogram V2 encoding with lowest value 1 and 3 digits
   * @throws IllegalArgumentException if {@link #add(byte[])} would refuse it
   */
  public static void requireEncoded(byte[] encoded) {
    HistogramCodec.checked(encoded);
  }

  /** The uncompressed HdrHistogram V2 encoding, byte for byte what HdrHistogram itself writes. */
  public byte[] encode() {
    return HistogramCodec.encode(buckets);
  }

  /** How many durations were added. */
  public long count() {
    return buckets.total();
  }

  /**
   * The smallest recorded duration of rank ⌈percentile · count / 100⌉ (nearest rank, at least 1),
   * as the middle of its bucket, clamped to the exact extremes; the last rank is the maximum
   * itself. At most 0.05 % off the true sample.
   *
   * @param percentile above 0, at most 100, exact as a decimal: 99.9 means 99.9
   * @param minNanos the exact minimum of what was added
   * @param maxNanos the exact maximum of what was added
   * @return nanoseconds
   * @throws IllegalArgumentException if the percentile is out of range
   * @throws IllegalStateException if nothing was added
   */
  public long valueAt(double percentile, long minNanos, long maxNanos) {
    long rank = rank(percentile);
    if (rank == count()) {
      return maxNanos;
    }
    long middle = Buckets.middleOf(buckets.indexAtRank(rank));
    return Math.max(minNanos, Math.min(maxNanos, middle));
  }

  /**
   * Whether a percentile is the maximum for want of samples: whether it lies above 1 − 1/count.
   *
   * @param percentile above 0, at most 100
   */
  public boolean isMaximum(double percentile) {
    return rank(percentile) == count();
  }

  private long rank(double percentile) {
    if (!(percentile > 0 && percentile <= 100)) {
      throw new IllegalArgumentException(
          "percentile is " + percentile + ", must be above 0 and at most 100");
    }
    if (count() == 0) {
      throw new IllegalStateException("no percentile of an empty histogram");
    }
    long whole = (long) percentile;
    if (whole == percentile && count() <= Long.MAX_VALUE / 100) {
      return Math.ceilDiv(whole * count(), 100L);
    }
    // Decimal arithmetic: in binary, 99.9 % of 1,000 is a little more than 999.
    return BigDecimal.valueOf(percentile)
        .multiply(BigDecimal.valueOf(count()))
        .divide(HUNDRED, 0, RoundingMode.CEILING)
        .longValueExact();
  }
}
