package ru.perfscale.runner.engine.internal.sample;

/** Reads decimal numbers from bytes, exactly and without making objects. */
final class Decimal {
  /** Not a decimal number. No number is this: values are cut off at ±(2^63−1). */
  static final long INVALID = Long.MIN_VALUE;

  private Decimal() {}

  /**
   * Reads {@code [-]digits[.digits]} times 10^scale, rounded half away from zero.
   *
   * @return {@link #INVALID} if it is anything else
   */
  static long parse(byte[] text, int from, int to, int scale) {
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
}
