package ru.perfscale.runner.engine.internal.text;

/** Reads decimal numbers from bytes, exactly and without making objects. */
public final class Decimal {
  /** Not a decimal number. No number is this: values are cut off at ±(2^63−1). */
  public static final long INVALID = Long.MIN_VALUE;

  /** So many digits always fit into a long. */
  private static final int SAFE_DIGITS = 18;

  private static final long HIGH_NIBBLES = 0xF0F0_F0F0_F0F0_F0F0L;
  private static final long ZEROS = 0x3030_3030_3030_3030L;
  private static final long SIXES = 0x0606_0606_0606_0606L;
  private static final long[] POWERS = powers();

  private Decimal() {}

  /**
   * Reads {@code [-]digits[.digits]} times 10^scale, rounded half away from zero.
   *
   * @param scale 0 … 18
   * @return {@link #INVALID} if it is anything else
   */
  public static long parse(byte[] text, int from, int to, int scale) {
    if (to - from <= 2 * Long.BYTES && to >= 2 * Long.BYTES) {
      long whole = whole(text, from, to);
      if (whole >= 0 && whole <= Long.MAX_VALUE / POWERS[scale]) {
        return whole * POWERS[scale];
      }
    }
    // Nearly every number is short, not negative and not finer than asked for.
    if (to - from <= SAFE_DIGITS) {
      int digits = to - from;
      int point = -1;
      long value = 0;
      int at = from;
      while (at < to) {
        if (at + Long.BYTES <= to) {
          long word = Words.at(text, at);
          if (isEightDigits(word)) {
            value = value * 100_000_000 + eightDigits(word);
            at += Long.BYTES;
            continue;
          }
        }
        int digit = text[at] - '0';
        if (digit >= 0 && digit <= 9) {
          value = value * 10 + digit;
        } else if (text[at] == '.' && point < 0) {
          point = at;
          digits--;
        } else {
          return parseAny(text, from, to, scale);
        }
        at++;
      }
      int missing = point < 0 ? scale : scale - (to - point - 1);
      if (digits > 0 && missing >= 0 && value <= Long.MAX_VALUE / POWERS[missing]) {
        return value * POWERS[missing];
      }
    }
    return parseAny(text, from, to, scale);
  }

  /** A number of one to sixteen digits, without a branch for each of them; −1 if it is another. */
  private static long whole(byte[] text, int from, int to) {
    int middle = Math.max(from, to - Long.BYTES);
    long low = lastDigits(text, middle, to);
    if (middle == from || low < 0) {
      return low;
    }
    long high = lastDigits(text, from, middle);
    return high < 0 ? high : high * 100_000_000 + low;
  }

  /** Up to eight digits that end here: what stands before them in the word becomes zeros. */
  private static long lastDigits(byte[] text, int from, int to) {
    if (from == to) {
      return -1;
    }
    long mask = -1L << Long.SIZE - 8 * (to - from);
    long word = Words.at(text, to - Long.BYTES) & mask | ZEROS & ~mask;
    return isEightDigits(word) ? eightDigits(word) : -1;
  }

  private static boolean isEightDigits(long word) {
    return (word & HIGH_NIBBLES) == ZEROS && (word + SIXES & HIGH_NIBBLES) == ZEROS;
  }

  /**
   * Adds neighbours up: digits to pairs, pairs to fours, fours to eight. The first digit is lowest.
   */
  private static long eightDigits(long word) {
    long digits = word - ZEROS;
    long pairs = digits * 10 + (digits >>> 8);
    long mask = 0x0000_00FF_0000_00FFL;
    return ((pairs & mask) * (100 + (1_000_000L << 32))
            + (pairs >>> 16 & mask) * (1 + (10_000L << 32)))
        >>> 32;
  }

  private static long parseAny(byte[] text, int from, int to, int scale) {
    boolean negative = from < to && text[from] == '-';
    int at = negative ? from + 1 : from;
    long value = 0;
    int digits = 0;
    int decimals = -1;
    boolean roundUp = false;
    for (; at < to; at++) {
      byte next = text[at];
      if (next == '.' && decimals < 0) {
        decimals = 0;
      } else if (next >= '0' && next <= '9') {
        digits++;
        if (decimals < 0 || decimals < scale) {
          value = shift(value, next - '0');
          decimals = decimals < 0 ? decimals : decimals + 1;
        } else if (decimals == scale) {
          roundUp = next >= '5';
          decimals++;
        }
      } else {
        return INVALID;
      }
    }
    if (digits == 0) {
      return INVALID;
    }
    for (int i = Math.max(0, decimals); i < scale; i++) {
      value = shift(value, 0);
    }
    if (roundUp && value < Long.MAX_VALUE) {
      value++;
    }
    return negative ? -value : value;
  }

  private static long shift(long value, int digit) {
    return value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
  }

  private static long[] powers() {
    long[] powers = new long[SAFE_DIGITS + 1];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }
}
