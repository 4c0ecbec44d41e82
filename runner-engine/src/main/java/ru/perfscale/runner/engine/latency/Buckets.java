package ru.perfscale.runner.engine.latency;

/**
 * HdrHistogram's bucket arithmetic for lowest value 1, highest 2^42−1 and 3 significant digits:
 * values below 2,048 have a bucket each, above that 1,024 buckets cover each doubling.
 */
final class Buckets {
  static final long MAX_VALUE = (1L << 42) - 1;

  /** Number of buckets; every index is below it. */
  static final int COUNT = 33 * 1024;

  private static final int HALF_BITS = 10;
  private static final int HALF = 1 << HALF_BITS;
  private static final long LINEAR_MASK = 2 * HALF - 1;

  private Buckets() {}

  static int indexOf(long value) {
    int shift = 53 - Long.numberOfLeadingZeros(value | LINEAR_MASK);
    return (shift << HALF_BITS) + (int) (value >>> shift);
  }

  static long lowestOf(int index) {
    int shift = shiftOf(index);
    return (long) (index - (shift << HALF_BITS)) << shift;
  }

  static long middleOf(int index) {
    return lowestOf(index) + (1L << shiftOf(index)) / 2;
  }

  private static int shiftOf(int index) {
    return Math.max(0, (index >> HALF_BITS) - 1);
  }
}
