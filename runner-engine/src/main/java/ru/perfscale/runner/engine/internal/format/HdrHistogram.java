package ru.perfscale.runner.engine.internal.format;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/**
 * One histogram of HdrHistogram's compressed V2 encoding, of whatever range and precision, as
 * durations in nanoseconds. Every bucket is taken for its middle.
 */
final class HdrHistogram {
  private static final int COMPRESSED_V2 = 0x1c849304 | 0x10;
  private static final int V2 = 0x1c849303 | 0x10;
  private static final int HEADER_BYTES = 40;

  /** What a few bytes may unpack to: 5 digits and the whole range of a long are some 6 MB. */
  private static final int MAX_BYTES = 16 << 20;

  private static final int MAX_DIGITS = 5;
  private static final int MAX_NUMBER_SHIFT = 56;

  private final LatencyHistogram histogram = new LatencyHistogram();
  private long sum;
  private long min = Long.MAX_VALUE;
  private long max;

  private HdrHistogram() {}

  /**
   * Reads an encoding.
   *
   * @throws IllegalArgumentException if it is none
   */
  static HdrHistogram decode(byte[] compressed) {
    try {
      ByteBuffer outer = ByteBuffer.wrap(compressed);
      require(outer.getInt() == COMPRESSED_V2);
      int length = outer.getInt();
      require(length >= 0 && length <= outer.remaining());
      HdrHistogram decoded = new HdrHistogram();
      decoded.read(ByteBuffer.wrap(inflate(compressed, outer.position(), length)));
      return decoded;
    } catch (BufferUnderflowException | DataFormatException e) {
      throw new IllegalArgumentException("not a histogram", e);
    }
  }

  private static byte[] inflate(byte[] bytes, int from, int length) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes, from, length);
      byte[] out = new byte[Math.min(MAX_BYTES, 4 * length + HEADER_BYTES)];
      int used = 0;
      while (!inflater.finished()) {
        if (used == out.length) {
          require(used < MAX_BYTES);
          out = Arrays.copyOf(out, Math.min(MAX_BYTES, used * 2));
        }
        int more = inflater.inflate(out, used, out.length - used);
        require(more > 0 || inflater.finished() || used == out.length);
        used += more;
      }
      return Arrays.copyOf(out, used);
    } finally {
      inflater.end();
    }
  }

  private void read(ByteBuffer in) {
    require(in.getInt() == V2);
    int length = in.getInt();
    int shifted = in.getInt();
    int digits = in.getInt();
    long lowest = in.getLong();
    in.getLong();
    in.getDouble();
    require(shifted == 0 && digits >= 0 && digits <= MAX_DIGITS && lowest >= 1);
    require(length >= 0 && length <= in.remaining());
    in.limit(in.position() + length);
    long resolved = 2 * Math.round(Math.pow(10, digits));
    int halfBits = Long.SIZE - Long.numberOfLeadingZeros(resolved - 1) - 1;
    int unit = Long.SIZE - 1 - Long.numberOfLeadingZeros(lowest);
    long index = 0;
    while (in.hasRemaining()) {
      long number = number(in);
      if (number < 0) {
        index -= number;
      } else if (number > 0) {
        add(middle(index, Math.max(halfBits, 0), unit), number);
        index++;
      } else {
        index++;
      }
      require(index >= 0 && index <= Integer.MAX_VALUE);
    }
  }

  /** A ZigZag LEB128 number of at most nine bytes, the ninth with eight bits. */
  private static long number(ByteBuffer in) {
    long raw = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      raw |= (shift == MAX_NUMBER_SHIFT ? next & 0xFFL : next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0 && shift <= MAX_NUMBER_SHIFT);
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** Buckets of one unit first, then halves of which each has buckets twice as wide. */
  private static long middle(long index, int halfBits, int unit) {
    long half = 1L << halfBits;
    long doublings = Math.max(0, (index >> halfBits) - 1);
    long shift = doublings + unit;
    require(shift < Long.SIZE - 1 - halfBits - 1);
    long sub = doublings == 0 ? index : (index & half - 1) + half;
    return (sub << shift) + ((1L << shift) >> 1);
  }

  private void add(long value, long count) {
    long kept = Math.min(value, LatencyHistogram.MAX_NANOS);
    histogram.add(kept, count);
    sum += kept * count;
    min = Math.min(min, kept);
    max = Math.max(max, kept);
  }

  private static void require(boolean right) {
    if (!right) {
      throw new IllegalArgumentException("not a histogram");
    }
  }

  long count() {
    return histogram.count();
  }

  long sum() {
    return sum;
  }

  long min() {
    return min;
  }

  long max() {
    return max;
  }

  byte[] encoded() {
    return histogram.encode();
  }
}
