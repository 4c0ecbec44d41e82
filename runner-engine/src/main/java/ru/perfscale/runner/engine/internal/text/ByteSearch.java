package ru.perfscale.runner.engine.internal.text;

import static ru.perfscale.runner.engine.internal.text.Words.ONES;
import static ru.perfscale.runner.engine.internal.text.Words.TOPS;

/**
 * Finds bytes eight at a time. A word is XORed with eight copies of the byte sought, which makes it
 * zero where it occurs; {@code (x - 0x01…) & ~x & 0x80…} then has the top bit of the first zero
 * byte set, and of no byte before it.
 */
public final class ByteSearch {
  private static final long LOW_SEVEN = ~TOPS;
  private static final long LINE_FEEDS = ONES * '\n';
  private static final long QUOTES = ONES * '"';

  private ByteSearch() {}

  /** The first line feed or quote in {@code from … to}, {@code to} if there is none. */
  public static int lineFeedOrQuote(byte[] bytes, int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long word = Words.at(bytes, at);
      long feeds = word ^ LINE_FEEDS;
      long quotes = word ^ QUOTES;
      long found = ((feeds - ONES & ~feeds) | (quotes - ONES & ~quotes)) & TOPS;
      if (found != 0) {
        return at + first(found);
      }
    }
    while (at < to && bytes[at] != '\n' && bytes[at] != '"') {
      at++;
    }
    return at;
  }

  /** The first line feed in {@code from … to}, {@code to} if there is none. */
  public static int lineFeed(byte[] bytes, int from, int to) {
    return first(bytes, from, to, LINE_FEEDS);
  }

  /** The first quote in {@code from … to}, {@code to} if there is none. */
  public static int quote(byte[] bytes, int from, int to) {
    return first(bytes, from, to, QUOTES);
  }

  private static int first(byte[] bytes, int from, int to, long copies) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long x = Words.at(bytes, at) ^ copies;
      long found = x - ONES & ~x & TOPS;
      if (found != 0) {
        return at + first(found);
      }
    }
    byte sought = (byte) copies;
    while (at < to && bytes[at] != sought) {
      at++;
    }
    return at;
  }

  /**
   * Writes down every place of a byte.
   *
   * @return how many there are; those that do not fit into {@code places} are not counted
   */
  public static int all(byte[] bytes, int from, int to, long copies, int[] places) {
    int count = 0;
    int at = from;
    for (; at <= to - Long.BYTES && count <= places.length - Long.BYTES; at += Long.BYTES) {
      long found = marks(Words.at(bytes, at) ^ copies);
      while (found != 0) {
        places[count++] = at + first(found);
        found &= found - 1;
      }
    }
    byte sought = (byte) copies;
    for (; at < to && count < places.length; at++) {
      if (bytes[at] == sought) {
        places[count++] = at;
      }
    }
    return count;
  }

  /** Whether a word has one of them. */
  public static boolean hasLineFeedOrQuote(long word) {
    long feeds = word ^ LINE_FEEDS;
    long quotes = word ^ QUOTES;
    return (((feeds - ONES & ~feeds) | (quotes - ONES & ~quotes)) & TOPS) != 0;
  }

  /**
   * Marks the top bit of every byte that is zero. Unlike the form above this one is right for each
   * of them, not only up to the first.
   */
  public static long marks(long word) {
    return ~((word & LOW_SEVEN) + LOW_SEVEN | word | LOW_SEVEN);
  }

  /** The place of the first byte that is marked, 8 if there is none. */
  public static int first(long marks) {
    return Long.numberOfTrailingZeros(marks) >> 3;
  }

  /** Eight copies of a byte. */
  public static long copies(char sought) {
    return ONES * sought;
  }
}
