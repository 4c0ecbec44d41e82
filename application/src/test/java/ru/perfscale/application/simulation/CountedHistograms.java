package ru.perfscale.application.simulation;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.Tally;

/** Histograms of four buckets, which is enough to see that none is counted twice or left out. */
final class CountedHistograms implements Histograms {
  private static final int BUCKETS = 4;

  static byte[] of(long... counts) {
    ByteBuffer bytes = ByteBuffer.allocate(BUCKETS * Long.BYTES);
    bytes.asLongBuffer().put(counts);
    return bytes.array();
  }

  @Override
  public Sum sum() {
    return new Counts();
  }

  private static final class Counts implements Sum {
    private final long[] sums = new long[BUCKETS];
    private boolean any;

    @Override
    public void add(byte[] encoded) {
      if (encoded.length == 0) {
        return;
      }
      any = true;
      LongBuffer counts = ByteBuffer.wrap(encoded).asLongBuffer();
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        sums[bucket] += counts.get(bucket);
      }
    }

    @Override
    public long valueAt(double percentile, Tally tally) {
      return tally.maxNanos();
    }

    @Override
    public byte[] encoded() {
      return any ? of(sums) : new byte[0];
    }
  }
}
