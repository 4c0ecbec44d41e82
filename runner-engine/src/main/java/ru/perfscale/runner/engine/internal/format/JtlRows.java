package ru.perfscale.runner.engine.internal.format;

import java.nio.charset.StandardCharsets;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.internal.sample.SampleSink;
import ru.perfscale.runner.engine.internal.sample.Traits;
import ru.perfscale.runner.engine.internal.text.Decimal;
import ru.perfscale.runner.engine.internal.text.LocalTimes;

/**
 * Makes samples of the rows of a JTL file in CSV. A transaction controller writes a row, too; it is
 * no request, and known by its response message, which JMeter words so in every language.
 */
public final class JtlRows implements CsvRows {
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] TIME_STAMP = ascii("timeStamp");
  private static final byte[] TRANSACTION = ascii("Number of samples in transaction : ");
  private static final byte[] NO_RESPONSE = ascii("Non HTTP response code");
  private static final byte[] NO_URL = ascii("null");
  private static final int MILLIS_TO_NANOS = 6;

  private final SampleSink sink;
  private final JtlColumns columns;
  private final LocalTimes times = new LocalTimes();
  private long transactions;

  public JtlRows(SampleSink sink, JtlColumns columns) {
    this.sink = sink;
    this.columns = columns;
  }

  /** Rows that stood for a transaction. */
  public long transactions() {
    return transactions;
  }

  @Override
  public boolean ready() {
    return true;
  }

  @Override
  public boolean wants(byte[] bytes, int from, int to) {
    return to > from && bytes[from] != '\n' && bytes[from] != '\r';
  }

  @Override
  public boolean take(CsvRow row) {
    if (row.fields() != columns.count()) {
      return false;
    }
    long elapsed = row.decimal(columns.elapsed(), MILLIS_TO_NANOS);
    long start = row.decimal(columns.timeStamp(), MILLIS_TO_NANOS);
    if (start == Decimal.INVALID) {
      if (row.is(columns.timeStamp(), TIME_STAMP)) {
        return true; // the header, again where files were put together
      }
      int time = columns.timeStamp();
      start = times.parse(row.bytes, row.from(time), row.to(time));
    }
    boolean ok = row.is(columns.success(), TRUE);
    boolean timed = elapsed >= 0 && start != Decimal.INVALID && start <= Long.MAX_VALUE - elapsed;
    if (!timed || !ok && !row.is(columns.success(), FALSE)) {
      return false;
    }
    if (starts(row, columns.responseMessage(), TRANSACTION)) {
      transactions++;
      return true;
    }
    // As in a run: a request that never got an answer has no latency, unless it took time.
    boolean untimed = elapsed == 0 && !ok && starts(row, columns.responseCode(), NO_RESPONSE);
    sink.sample(
        sink.label(row.bytes, row.from(columns.label()), row.to(columns.label())),
        Traits.of(kind(row), ok ? Outcome.OK : Outcome.ERROR, Phase.MAIN),
        start + elapsed,
        untimed ? SampleSink.NOT_MEASURED : elapsed,
        SampleSink.NOT_MEASURED);
    return true;
  }

  private Kind kind(CsvRow row) {
    int url = columns.url();
    return url < 0 || row.size(url) > 0 && !row.is(url, NO_URL) ? Kind.HTTP : Kind.CUSTOM;
  }

  private static boolean starts(CsvRow row, int field, byte[] text) {
    return field >= 0 && row.startsWith(field, text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
