package ru.perfscale.runner.engine.internal.text;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/** Reads instants that tools write as text. Keeps the last second read; confined to one thread. */
public final class Timestamps {
  private static final int SECONDS = 9;
  private static final int MILLIS = 6;
  private static final int MICROS = 3;

  /** {@code 2026-11-24T08:34:44} */
  private static final int SECOND_CHARS = 19;

  private static final long NANOS = 1_000_000_000L;

  private final byte[] lastText = new byte[SECOND_CHARS];
  private long lastSecond;

  /**
   * Reads Unix time in seconds, milli-, micro- or nanoseconds, told apart by their size (right for
   * the years 1973 to 5138), or RFC 3339.
   *
   * @return nanoseconds since the epoch, {@link Decimal#INVALID} if it is neither
   */
  public long any(byte[] text, int from, int to) {
    int digits = from;
    while (digits < to && text[digits] >= '0' && text[digits] <= '9') {
      digits++;
    }
    return digits < to && text[digits] != '.'
        ? rfc3339(text, from, to)
        : Decimal.parse(text, from, to, scale(digits - from));
  }

  private static int scale(int digits) {
    if (digits <= 11) {
      return SECONDS;
    }
    if (digits <= 14) {
      return MILLIS;
    }
    return digits <= 17 ? MICROS : 0;
  }

  /**
   * Reads {@code 2026-11-24T08:34:44.951494979Z} or with an offset such as {@code +03:00}.
   *
   * @return nanoseconds since the epoch, {@link Decimal#INVALID} if it is anything else
   */
  public long rfc3339(byte[] text, int from, int to) {
    if (to - from <= SECOND_CHARS) {
      return Decimal.INVALID;
    }
    long second = second(text, from);
    int at = from + SECOND_CHARS;
    long fraction = 0;
    if (text[at] == '.') {
      int end = at + 1;
      while (end < to && text[end] >= '0' && text[end] <= '9') {
        end++;
      }
      fraction = Decimal.parse(text, at, end, SECONDS);
      at = end;
    }
    long offset = offset(text, at, to);
    if (second == Decimal.INVALID || fraction == Decimal.INVALID || offset == Decimal.INVALID) {
      return Decimal.INVALID;
    }
    return (second - offset) * NANOS + fraction;
  }

  private long second(byte[] text, int from) {
    int to = from + SECOND_CHARS;
    if (Arrays.equals(lastText, 0, SECOND_CHARS, text, from, to)) {
      return lastSecond;
    }
    try {
      String read = new String(text, from, SECOND_CHARS, StandardCharsets.US_ASCII);
      lastSecond = LocalDateTime.parse(read.replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return Decimal.INVALID;
    }
    System.arraycopy(text, from, lastText, 0, SECOND_CHARS);
    return lastSecond;
  }

  private static long offset(byte[] text, int from, int to) {
    if (to - from == 1 && text[from] == 'Z') {
      return 0;
    }
    if (to - from != 6 || text[from] != '+' && text[from] != '-') {
      return Decimal.INVALID;
    }
    long hours = Decimal.parse(text, from + 1, from + 3, 0);
    long minutes = Decimal.parse(text, from + 4, to, 0);
    if (hours < 0 || minutes < 0) {
      return Decimal.INVALID;
    }
    long seconds = hours * 3_600 + minutes * 60;
    return text[from] == '-' ? -seconds : seconds;
  }
}
