package ru.perfscale.bootstrap.wiring;

import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.Tally;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Histogram arithmetic by the engine's own code, so that server and engine agree to the bucket. */
final class EngineHistograms implements Histograms {
  private static final byte[] EMPTY = {};

  @Override
  public Sum sum() {
    return new EngineSum();
  }

  @Override
  public void requireAddable(byte[] encoded) {
    if (encoded.length > 0) {
      LatencyHistogram.requireEncoded(encoded);
    }
  }

  private static final class EngineSum implements Sum {
    private final LatencyHistogram sum = new LatencyHistogram();

    /** Straight from the encoded form: no histogram is built of it. */
    @Override
    public void add(byte[] encoded) {
      if (encoded.length > 0) {
        sum.add(encoded);
      }
    }

    @Override
    public long valueAt(double percentile, Tally tally) {
      return sum.valueAt(percentile, tally.minNanos(), tally.maxNanos());
    }

    @Override
    public byte[] encoded() {
      return sum.count() == 0 ? EMPTY : sum.encode();
    }
  }
}
