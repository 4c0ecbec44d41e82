package ru.perfscale.runner.engine.internal.format;

import ru.perfscale.runner.engine.internal.sample.SampleReader;
import ru.perfscale.runner.engine.internal.sample.SampleSink;
import ru.perfscale.runner.engine.internal.text.ByteSearch;
import ru.perfscale.runner.engine.internal.text.Timestamps;

/**
 * Cuts CSV into rows, and the rows that are wanted into fields, where they stand in the buffer that
 * was read. A row that is not wanted costs one search for its end, one that is wanted one search
 * for the ends of its fields; only a row that spans two buffers or has quotes is copied. Quoted
 * fields may hold separators, quotes and line feeds: a line feed ends the row when an even number
 * of quotes came before it in the row.
 */
public final class CsvReader implements SampleReader {
  private static final int MAX_ROW = 64 * 1024;

  private final SampleSink sink;
  private final CsvRows rows;
  private final byte separator;
  private final long separators;
  private final CsvRow row = new CsvRow();

  /** The beginning of a row whose end has not been read. */
  private final byte[] carry = new byte[MAX_ROW];

  private int carried;
  private boolean tooLong;

  /** What {@link #rowEnd} found in the row so far. */
  private boolean quoted;

  private boolean anyQuote;

  /** A row without its quotes; made when the first one comes. */
  private byte[] plain;

  CsvReader(SampleSink sink, CsvRows rows, char separator) {
    this.sink = sink;
    this.rows = rows;
    this.separator = (byte) separator;
    separators = ByteSearch.copies(separator);
  }

  /** Reads k6's CSV with times in microseconds, as a run asks k6 for. */
  public static CsvReader k6(SampleSink sink) {
    return new CsvReader(sink, new K6Rows(sink, TimeText.MICROS), ',');
  }

  /** Reads k6's CSV with times in any form that k6 can write. */
  public static CsvReader k6AnyTime(SampleSink sink) {
    Timestamps times = new Timestamps();
    return new CsvReader(sink, new K6Rows(sink, times::any), ',');
  }

  /** Reads a JTL file. */
  public static CsvReader jtl(SampleSink sink, JtlRows rows, JtlColumns columns) {
    return new CsvReader(sink, rows, columns.separator());
  }

  @Override
  public void read(byte[] bytes, int from, int to) {
    int at = carried == 0 ? from : endCarried(bytes, from, to);
    while (at < to) {
      boolean wanted = rows.wants(bytes, at, to);
      int end = wanted ? row.split(bytes, at, to, separators) : CsvRow.NOT_PLAIN;
      if (end != CsvRow.NOT_PLAIN) {
        take(end - at <= MAX_ROW);
      } else {
        end = rowEnd(bytes, at, to);
        if (end == to) {
          // What is wanted is asked again, of the whole row.
          carry(bytes, at, to);
          return;
        }
        endRow(wanted, bytes, at, end);
      }
      at = end + 1;
    }
  }

  /** The line feed that ends the row, {@code to} if it is not here. */
  private int rowEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (true) {
      at = quoted ? ByteSearch.quote(bytes, at, to) : ByteSearch.lineFeedOrQuote(bytes, at, to);
      if (at == to || bytes[at] == '\n') {
        return at;
      }
      anyQuote = true;
      quoted = !quoted;
      at++;
    }
  }

  private int endCarried(byte[] bytes, int from, int to) {
    int end = rowEnd(bytes, from, to);
    carry(bytes, from, end);
    if (end == to) {
      return to;
    }
    endRow(rows.wants(carry, 0, carried), carry, 0, carried);
    carried = 0;
    tooLong = false;
    return end + 1;
  }

  private void carry(byte[] bytes, int from, int to) {
    int length = Math.min(to - from, MAX_ROW - carried);
    System.arraycopy(bytes, from, carry, carried, length);
    carried += length;
    tooLong |= length < to - from;
  }

  private void endRow(boolean wanted, byte[] bytes, int from, int end) {
    if (wanted) {
      take(!tooLong && end - from <= MAX_ROW && split(bytes, from, end));
    }
    quoted = false;
    anyQuote = false;
  }

  private void take(boolean readable) {
    if (!readable || !rows.take(row)) {
      sink.malformed(1);
    }
  }

  private boolean split(byte[] bytes, int from, int end) {
    if (plain == null) {
      plain = new byte[MAX_ROW];
    }
    return row.splitQuoted(bytes, from, end, separator, plain);
  }

  @Override
  public void end() {
    if (carried > 0 && rows.ready() && (!hasWholeField() || rows.wants(carry, 0, carried))) {
      sink.malformed(1);
    }
    carried = 0;
    tooLong = false;
    quoted = false;
    anyQuote = false;
  }

  /** Without one nobody can tell whether the row would have been wanted. */
  private boolean hasWholeField() {
    int at = 0;
    while (at < carried && carry[at] != separator) {
      at++;
    }
    return at < carried;
  }
}
