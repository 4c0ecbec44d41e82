package ru.perfscale.adapters.persistence;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import ru.perfscale.application.task.Histograms;
import ru.perfscale.domain.task.Tally;

/** Histograms of one bucket: their encoding is the number of samples in it. */
public final class SummingHistograms implements Histograms {
  public static byte[] of(long samples) {
    return ByteBuffer.allocate(Long.BYTES).putLong(samples).array();
  }

  @Override
  public byte[] sum(List<byte[]> histograms) {
    return of(histograms.stream().mapToLong(SummingHistograms::samples).sum());
  }

  private static long samples(byte[] histogram) {
    if (histogram.length != Long.BYTES) {
      throw new IllegalArgumentException("not a histogram of one bucket");
    }
    return ByteBuffer.wrap(histogram).getLong();
  }

  @Override
  public long[] valuesAt(List<byte[]> histograms, Tally tally, double... percentiles) {
    long samples = histograms.stream().mapToLong(SummingHistograms::samples).sum();
    long[] values = new long[percentiles.length];
    Arrays.fill(values, samples * 1_000_000);
    return values;
  }
}
