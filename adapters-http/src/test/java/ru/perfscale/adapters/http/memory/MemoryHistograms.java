package ru.perfscale.adapters.http.memory;

import java.util.Arrays;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.Tally;

/** Knows only the ends: the lower half of the percentiles is the minimum, the rest the maximum. */
public final class MemoryHistograms implements Histograms {
  /** What stands for bytes that are no histogram. */
  public static final byte[] BROKEN = {0};

  @Override
  public Sum sum() {
    return new Ends();
  }

  private static final class Ends implements Sum {
    private byte[] last = {};

    @Override
    public void add(byte[] encoded) {
      if (Arrays.equals(encoded, BROKEN)) {
        throw new IllegalArgumentException("must be a histogram in HdrHistogram's V2 encoding");
      }
      last = encoded;
    }

    @Override
    public long valueAt(double percentile, Tally tally) {
      return percentile <= 50 ? tally.minNanos() : tally.maxNanos();
    }

    @Override
    public byte[] encoded() {
      return last;
    }
  }
}
