package ru.perfscale.adapters.http.memory;

import java.util.List;
import java.util.stream.Stream;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.Tally;

/** Knows only the ends: the lower half of the percentiles is the minimum, the rest the maximum. */
public final class MemoryHistograms implements Histograms {
  /** What stands for bytes that are no histogram. */
  public static final byte[] BROKEN = {0};

  @Override
  public byte[] sum(List<byte[]> histograms) {
    requireWhole(histograms.stream());
    return histograms.getFirst();
  }

  @Override
  public long[] valuesAt(List<byte[]> histograms, Tally tally, double... percentiles) {
    requireWhole(histograms.stream());
    return java.util.Arrays.stream(percentiles)
        .mapToLong(percentile -> percentile <= 50 ? tally.minNanos() : tally.maxNanos())
        .toArray();
  }

  private static void requireWhole(Stream<byte[]> histograms) {
    if (histograms.anyMatch(bytes -> java.util.Arrays.equals(bytes, BROKEN))) {
      throw new IllegalArgumentException("must be a histogram in HdrHistogram's V2 encoding");
    }
  }
}
