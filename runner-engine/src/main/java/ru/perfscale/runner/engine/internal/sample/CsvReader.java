package ru.perfscale.runner.engine.internal.sample;

/**
 * Reads k6's CSV: finds the columns by the header, lets every row go by but those of the metrics
 * that are samples, and understands quoted fields with commas, quotes and line feeds.
 */
public final class CsvReader implements SampleReader {
  private static final int MAX_ROW = 64 * 1024;
  private static final int MAX_COLUMNS = 256;

  private final SampleSink sink;
  private final K6Rows rows;

  /** The row's fields without their quotes, one after the other. */
  private final byte[] row = new byte[MAX_ROW];

  private final int[] fieldEnds = new int[MAX_COLUMNS];
  private int fields;
  private int length;
  private boolean anyByte;
  private boolean tooLong;
  private boolean quoted;
  private boolean quoteSeen;

  /** The rest of the row is of no interest. */
  private boolean passing;

  public CsvReader(SampleSink sink) {
    this.sink = sink;
    rows = new K6Rows(sink);
  }

  @Override
  public void read(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      read(bytes[at]);
    }
  }

  private void read(byte next) {
    anyByte = true;
    if (quoted) {
      if (next == '"') {
        quoted = false;
        quoteSeen = true;
      } else {
        keep(next);
      }
      return;
    }
    switch (next) {
      case '"' -> {
        if (quoteSeen) {
          keep(next);
        }
        quoted = true;
      }
      case ',' -> endField();
      case '\n' -> endRow();
      default -> keep(next);
    }
    quoteSeen = false;
  }

  private void keep(byte next) {
    if (passing) {
      return;
    }
    if (length == MAX_ROW) {
      tooLong = true;
    } else {
      row[length++] = next;
    }
  }

  private void endField() {
    if (passing) {
      return;
    }
    if (fields == MAX_COLUMNS) {
      tooLong = true;
    } else {
      fieldEnds[fields++] = length;
    }
    if (fields == 1 && !rows.wants(row, length)) {
      passing = true;
    }
  }

  private void endRow() {
    endField();
    if (!passing) {
      if (tooLong || !rows.take(row, fieldEnds, fields)) {
        sink.malformed(1);
      }
    }
    fields = 0;
    length = 0;
    anyByte = false;
    tooLong = false;
    passing = false;
  }

  @Override
  public void end() {
    if (anyByte && !passing && rows.ready()) {
      sink.malformed(1);
    }
    anyByte = false;
  }
}
