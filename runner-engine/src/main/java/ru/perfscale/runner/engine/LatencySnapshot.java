package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

/**
 * Samples of one series, added up. Snapshots of the same series are addends: add counts, sums and
 * histograms, take the lesser minimum and first start, the greater maximum and last end.
 *
 * <p>A request that also has a response time appears in two series, {@link Measure#SERVICE} and
 * {@link Measure#RESPONSE}; count requests in the SERVICE series only.
 *
 * @param series what was measured
 * @param count requests, those without a measured duration included
 * @param untimed requests without a measured duration; in {@code count}, not in the figures below
 * @param sumNanos exact sum of the {@code count − untimed} durations
 * @param minNanos the shortest duration, {@link Long#MAX_VALUE} when there is none
 * @param maxNanos the longest duration, 0 when there is none
 * @param firstStartNanos when the first request started, nanoseconds since 1970-01-01T00:00Z
 * @param lastEndNanos when the last request ended, on the same scale
 * @param histogram the durations in nanoseconds as an uncompressed HdrHistogram V2 encoding (range
 *     1 … 2^42−1, 3 digits), read by {@code LatencyHistogram.add(byte[])} and by {@code
 *     org.HdrHistogram.Histogram.decodeFromByteBuffer}; an encoding without counts when there is no
 *     duration. Not copied: treat it as immutable
 */
public record LatencySnapshot(
    Series series,
    long count,
    long untimed,
    long sumNanos,
    long minNanos,
    long maxNanos,
    long firstStartNanos,
    long lastEndNanos,
    byte[] histogram) {
  public LatencySnapshot {
    requireNonNull(series, "series");
    requireNonNull(histogram, "histogram");
  }
}
