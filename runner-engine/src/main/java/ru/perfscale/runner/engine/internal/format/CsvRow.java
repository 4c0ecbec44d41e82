package ru.perfscale.runner.engine.internal.format;

import java.util.Arrays;
import ru.perfscale.runner.engine.internal.text.ByteSearch;
import ru.perfscale.runner.engine.internal.text.Decimal;
import ru.perfscale.runner.engine.internal.text.Words;

/** The fields of one row, where they stand; valid until the next row is read. */
final class CsvRow {
  static final int MAX_FIELDS = 256;

  static final int NOT_PLAIN = -1;

  byte[] bytes;
  private int start;
  private int count;

  /** Where each field ends; the next one begins after the byte there. */
  private final int[] ends = new int[MAX_FIELDS + 2 * Long.BYTES];

  /**
   * Finds the fields of a row that is all here and has no quotes.
   *
   * @param separators eight copies of the separator
   * @return where the line feed is that ends it; {@link #NOT_PLAIN} if it is another row
   */
  int split(byte[] text, int from, int to, long separators) {
    bytes = text;
    start = from;
    count = 0;
    int at = from;
    while (at <= to - Long.BYTES && count <= MAX_FIELDS) {
      long word = Words.at(text, at);
      if (ByteSearch.hasLineFeedOrQuote(word)) {
        break;
      }
      long marks = ByteSearch.marks(word ^ separators);
      while (marks != 0) {
        ends[count++] = at + ByteSearch.first(marks);
        marks &= marks - 1;
      }
      at += Long.BYTES;
    }
    byte separator = (byte) separators;
    for (; at < to && count < MAX_FIELDS; at++) {
      byte next = text[at];
      if (next == separator) {
        ends[count++] = at;
      } else if (next == '\n') {
        ends[count++] = at > from && text[at - 1] == '\r' ? at - 1 : at;
        return at;
      } else if (next == '"') {
        return NOT_PLAIN;
      }
    }
    return NOT_PLAIN;
  }

  /**
   * Takes the quotes off a row and finds its fields.
   *
   * @param plain takes the fields, each with one byte after it; as long as the row, and one more
   */
  boolean splitQuoted(byte[] text, int from, int end, byte separator, byte[] plain) {
    int to = end > from && text[end - 1] == '\r' ? end - 1 : end;
    bytes = plain;
    start = 0;
    count = 0;
    int length = 0;
    boolean quoted = false;
    boolean afterQuote = false;
    for (int at = from; at < to; at++) {
      byte next = text[at];
      boolean isQuote = next == '"';
      if (isQuote) {
        quoted = !quoted;
      }
      // A quote that opens where one has just closed is one that was doubled.
      if (!isQuote || quoted && afterQuote) {
        if (next == separator && !quoted) {
          if (count == MAX_FIELDS) {
            return false;
          }
          ends[count++] = length;
        }
        plain[length++] = next;
      }
      afterQuote = isQuote && !quoted;
    }
    if (count == MAX_FIELDS) {
      return false;
    }
    ends[count++] = length;
    return true;
  }

  int fields() {
    return count;
  }

  int from(int field) {
    return field == 0 ? start : ends[field - 1] + 1;
  }

  int to(int field) {
    return ends[field];
  }

  int size(int field) {
    return to(field) - from(field);
  }

  boolean is(int field, byte[] text) {
    return Arrays.equals(text, 0, text.length, bytes, from(field), to(field));
  }

  boolean startsWith(int field, byte[] text) {
    int from = from(field);
    return size(field) >= text.length
        && Arrays.equals(text, 0, text.length, bytes, from, from + text.length);
  }

  /** As {@link Decimal#parse}. */
  long decimal(int field, int scale) {
    return Decimal.parse(bytes, from(field), to(field), scale);
  }
}
