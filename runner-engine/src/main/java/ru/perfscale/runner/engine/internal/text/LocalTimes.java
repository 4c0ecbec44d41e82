package ru.perfscale.runner.engine.internal.text;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;

/**
 * Reads local times in the forms that JMeter itself recognises, in this machine's time zone. Keeps
 * the last second read; confined to one thread.
 */
public final class LocalTimes {
  private static final List<DateTimeFormatter> FORMS =
      List.of(
          DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss"),
          DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"),
          DateTimeFormatter.ofPattern("MM/dd/yy HH:mm:ss"));

  private static final int MAX_CHARS = 32;
  private static final int FRACTION_TO_NANOS = 9;
  private static final long NANOS = 1_000_000_000L;

  private final ZoneId zone = ZoneId.systemDefault();
  private byte[] lastText = new byte[0];
  private long lastSecond;

  /**
   * Nanoseconds since the epoch.
   *
   * @return {@link Decimal#INVALID} if it is no such time
   */
  public long parse(byte[] text, int from, int to) {
    int point = from;
    while (point < to && text[point] != '.') {
      point++;
    }
    long fraction = point == to ? 0 : Decimal.parse(text, point, to, FRACTION_TO_NANOS);
    if (fraction < 0 || point - from > MAX_CHARS || !isSecond(text, from, point)) {
      return Decimal.INVALID;
    }
    return lastSecond * NANOS + fraction;
  }

  private boolean isSecond(byte[] text, int from, int to) {
    if (Arrays.equals(lastText, 0, lastText.length, text, from, to) && to > from) {
      return true;
    }
    String read = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    for (DateTimeFormatter form : FORMS) {
      try {
        lastSecond = LocalDateTime.parse(read, form).atZone(zone).toEpochSecond();
        lastText = Arrays.copyOfRange(text, from, to);
        return true;
      } catch (DateTimeException e) {
        // The next form may fit; that none does is the answer.
        continue;
      }
    }
    return false;
  }
}
