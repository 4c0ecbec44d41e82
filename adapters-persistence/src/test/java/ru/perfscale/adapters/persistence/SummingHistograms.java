package ru.perfscale.adapters.persistence;

import java.nio.ByteBuffer;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.Tally;

/** Histograms of one bucket: their encoding is the number of samples in it. */
public final class SummingHistograms implements Histograms {
  public static byte[] of(long samples) {
    return ByteBuffer.allocate(Long.BYTES).putLong(samples).array();
  }

  @Override
  public Sum sum() {
    return new OneBucket();
  }

  private static final class OneBucket implements Sum {
    private long samples;

    @Override
    public void add(byte[] encoded) {
      if (encoded.length != Long.BYTES) {
        throw new IllegalArgumentException("not a histogram of one bucket");
      }
      samples += ByteBuffer.wrap(encoded).getLong();
    }

    @Override
    public long valueAt(double percentile, Tally tally) {
      return samples * 1_000_000;
    }

    @Override
    public byte[] encoded() {
      return of(samples);
    }
  }
}
