package ru.perfscale.runner.engine.latency;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * HdrHistogram's uncompressed V2 encoding: a 40-byte header, then the counts from bucket 0 to the
 * last one used as ZigZag LEB128 numbers of at most 9 bytes, where −n stands for n empty buckets.
 */
final class HistogramCodec {
  private static final int COOKIE = 0x1c849303 | 0x10;
  private static final int HEADER_BYTES = 40;
  private static final int DIGITS = 3;
  private static final int MAX_NUMBER_BYTES = 9;

  /** A gap is below 2^16, and so takes 17 bits with its sign. */
  private static final int MAX_GAP_BYTES = 3;

  private HistogramCodec() {}

  static byte[] encode(BucketCounts buckets) {
    Encoder encoder = new Encoder(buckets.distinct());
    buckets.ascending(encoder);
    return encoder.finish();
  }

  private static final class Encoder implements BucketCounts.Visitor {
    private final byte[] out;
    private int end = HEADER_BYTES;
    private int next;

    /** Each bucket is a count, and perhaps a gap before it. */
    Encoder(int buckets) {
      out = new byte[HEADER_BYTES + Math.max(1, buckets) * (MAX_NUMBER_BYTES + MAX_GAP_BYTES)];
    }

    @Override
    public void bucket(int index, long count) {
      int gap = index - next;
      if (gap > 0) {
        end = putNumber(out, end, gap == 1 ? 0 : -gap);
      }
      end = putNumber(out, end, count);
      next = index + 1;
    }

    byte[] finish() {
      if (next == 0) {
        end = putNumber(out, end, 0);
      }
      ByteBuffer.wrap(out)
          .putInt(COOKIE)
          .putInt(end - HEADER_BYTES)
          .putInt(0)
          .putInt(DIGITS)
          .putLong(1)
          .putLong(Buckets.MAX_VALUE)
          .putDouble(1.0);
      return Arrays.copyOf(out, end);
    }
  }

  private static int putNumber(byte[] out, int at, long number) {
    long rest = (number << 1) ^ (number >> 63);
    int position = at;
    for (int i = 1; i < MAX_NUMBER_BYTES && rest >>> 7 != 0; i++) {
      out[position++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[position++] = (byte) rest;
    return position;
  }

  /**
   * Adds the counts of an encoding.
   *
   * @throws IllegalArgumentException saying what is wrong; nothing was added then
   */
  static void addTo(BucketCounts sum, byte[] encoded) {
    int end = checked(encoded);
    int sorted = sum.sortedEnd();
    walk(encoded, end, sum);
    sum.mergeFrom(sorted);
  }

  /**
   * @return where the counts end
   * @throws IllegalArgumentException saying what is wrong
   */
  static int checked(byte[] encoded) {
    int end = HEADER_BYTES + countsLength(encoded);
    walk(encoded, end, null);
    return end;
  }

  private static int countsLength(byte[] encoded) {
    require(encoded.length >= HEADER_BYTES, "has %d bytes, a header needs 40", encoded.length);
    ByteBuffer header = ByteBuffer.wrap(encoded);
    int cookie = header.getInt();
    require(cookie == COOKIE, "starts with %x, not with the V2 cookie 1c849313", cookie);
    int length = header.getInt();
    require(
        length >= 0 && length <= encoded.length - HEADER_BYTES,
        "claims %d bytes of counts, more than it has",
        length);
    require(header.getInt() == 0, "is shifted, which no latency histogram is");
    int digits = header.getInt();
    require(digits == DIGITS, "has %d significant digits, not 3", digits);
    long lowest = header.getLong();
    require(lowest == 1, "has lowest value %d, not 1", lowest);
    long highest = header.getLong();
    require(highest <= Buckets.MAX_VALUE, "has highest value %d, above 2^42-1", highest);
    double ratio = header.getDouble();
    require(ratio == 1.0, "has conversion ratio %s, not 1", ratio);
    return length;
  }

  /** Walks over all counts; without a sum it only checks them. */
  private static void walk(byte[] encoded, int end, BucketCounts sum) {
    long index = 0;
    long total = 0;
    int at = HEADER_BYTES;
    while (at < end) {
      byte next = encoded[at++];
      long raw = next & 0x7FL;
      for (int shift = 7; next < 0 && shift <= 56; shift += 7) {
        if (at == end) {
          throw wrong("ends within a number");
        }
        next = encoded[at++];
        // The ninth byte carries eight bits, so that 64 fit into nine.
        raw |= (shift == 56 ? next & 0xFFL : next & 0x7FL) << shift;
      }
      long number = (raw >>> 1) ^ -(raw & 1);
      if (number < 0) {
        if (number < -Buckets.COUNT) {
          throw wrong("skips %d buckets, of 33792", number);
        }
        index -= number;
      } else {
        if (index >= Buckets.COUNT && number != 0) {
          throw wrong("has a count beyond bucket 33791");
        }
        total += number;
        if (total < 0) {
          throw wrong("has counts that add up beyond 2^63-1");
        }
        if (number > 0 && sum != null) {
          sum.add((int) index, number);
        }
        index++;
      }
    }
  }

  private static void require(boolean right, String wrong, Object... values) {
    if (!right) {
      throw wrong(wrong, values);
    }
  }

  private static IllegalArgumentException wrong(String what, Object... values) {
    return new IllegalArgumentException("encoded histogram " + what.formatted(values));
  }
}
