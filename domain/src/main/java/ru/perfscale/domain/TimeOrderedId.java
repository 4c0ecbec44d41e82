package ru.perfscale.domain;

import java.security.SecureRandom;

/**
 * Opaque ids: a prefix and 26 characters that hold a version-7 UUID (RFC 9562) in Crockford's base
 * 32, so that ids sort by the millisecond in which they were made and cannot be guessed.
 */
public final class TimeOrderedId {
  private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final int LENGTH = 26;
  private static final SecureRandom RANDOM = new SecureRandom();

  private TimeOrderedId() {}

  public static String next(String prefix) {
    long time = System.currentTimeMillis();
    long high = time << 16 | 0x7000L | RANDOM.nextInt(1 << 12);
    long low = RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    char[] text = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = ALPHABET[(int) (low & 31)];
      low = low >>> 5 | high << 59;
      high >>>= 5;
    }
    return prefix + new String(text);
  }

  /** Whether {@code text} could have come from {@link #next} with this prefix. */
  public static boolean isWellFormed(String prefix, String text) {
    if (text.length() != prefix.length() + LENGTH || !text.startsWith(prefix)) {
      return false;
    }
    return text.chars()
        .skip(prefix.length())
        .allMatch(c -> c < 128 && new String(ALPHABET).indexOf(c) >= 0);
  }
}
