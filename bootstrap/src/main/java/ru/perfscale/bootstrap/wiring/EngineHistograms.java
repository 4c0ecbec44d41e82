package ru.perfscale.bootstrap.wiring;

import java.util.Arrays;
import java.util.List;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.Tally;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Histogram arithmetic by the engine's own code, so that server and engine agree to the bucket. */
final class EngineHistograms implements Histograms {
  @Override
  public byte[] sum(List<byte[]> histograms) {
    List<byte[]> filled = histograms.stream().filter(bytes -> bytes.length > 0).toList();
    return filled.isEmpty() ? new byte[0] : added(filled).encode();
  }

  @Override
  public long[] valuesAt(List<byte[]> histograms, Tally tally, double... percentiles) {
    LatencyHistogram sum = added(histograms);
    if (sum.count() == 0) {
      throw new IllegalArgumentException("Nothing was measured");
    }
    return Arrays.stream(percentiles)
        .mapToLong(percentile -> sum.valueAt(percentile, tally.minNanos(), tally.maxNanos()))
        .toArray();
  }

  private static LatencyHistogram added(List<byte[]> histograms) {
    LatencyHistogram sum = new LatencyHistogram();
    histograms.forEach(sum::add);
    return sum;
  }
}
