package ru.perfscale.runner.engine.internal.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.internal.sample.SampleSink;
import ru.perfscale.runner.engine.internal.sample.Traits;
import ru.perfscale.runner.engine.internal.text.Decimal;
import ru.perfscale.runner.engine.internal.text.Words;

/** Makes samples of the rows of k6's CSV output. */
final class K6Rows implements CsvRows {
  private static final byte[] HEADER = ascii("metric_name,");
  private static final byte[] VUS = ascii("vus");
  private static final byte[] VUS_FIELD = ascii("vus,");

  /** The metrics that are samples, and what they are samples of. */
  private static final String[] METRICS = {
    "http_req_duration", "grpc_req_duration", "ws_session_duration", "browser_http_req_duration"
  };

  private static final Kind[] KINDS = {Kind.HTTP, Kind.GRPC, Kind.WS, Kind.BROWSER};
  private static final byte[][] FIELDS =
      Arrays.stream(METRICS).map(metric -> ascii(metric + ",")).toArray(byte[][]::new);

  /**
   * Bytes 8 to 15 of each. Eight of the nine rows of a request are not wanted, and have something
   * else there; bytes 0 to 7 are "http_req" in all of them.
   */
  private static final long[] SECOND_WORDS =
      Arrays.stream(METRICS).mapToLong(metric -> Words.of(metric, Long.BYTES)).toArray();

  private static final byte[] TRUE = ascii("true");
  private static final byte[] GRPC_OK = ascii("0");
  private static final byte[] NO_STATUS = ascii("0");
  private static final byte[] SWITCHING_PROTOCOLS = ascii("101");
  private static final byte[] SETUP = ascii("::setup");
  private static final byte[] TEARDOWN = ascii("::teardown");

  private static final int MILLIS_TO_NANOS = 6;
  private static final int MICROS_TO_NANOS = 3;

  /** The columns we read; their places come from the header. */
  private enum Column {
    METRIC_NAME,
    TIMESTAMP,
    METRIC_VALUE,
    NAME,
    URL,
    STATUS,
    ERROR_CODE,
    EXPECTED_RESPONSE,
    GROUP,
    SCENARIO;

    private final byte[] text = ascii(name().toLowerCase(java.util.Locale.ROOT));
  }

  private final SampleSink sink;
  private final int[] places = new int[Column.values().length];
  private int columns;
  private CsvRow row;

  K6Rows(SampleSink sink) {
    this.sink = sink;
  }

  @Override
  public boolean ready() {
    return columns > 0;
  }

  @Override
  public boolean wants(byte[] bytes, int from, int to) {
    if (!ready()) {
      return begins(bytes, from, to, HEADER);
    }
    if (to - from < 2 * Long.BYTES) {
      return begins(bytes, from, to, VUS_FIELD);
    }
    return metric(bytes, from, to) >= 0 || begins(bytes, from, to, VUS_FIELD);
  }

  private static int metric(byte[] bytes, int from, int to) {
    long word = Words.at(bytes, from + Long.BYTES);
    for (int metric = 0; metric < SECOND_WORDS.length; metric++) {
      if (word == SECOND_WORDS[metric] && begins(bytes, from, to, FIELDS[metric])) {
        return metric;
      }
    }
    return -1;
  }

  private static boolean begins(byte[] bytes, int from, int to, byte[] text) {
    return to - from >= text.length
        && Arrays.equals(text, 0, text.length, bytes, from, from + text.length);
  }

  @Override
  public boolean take(CsvRow read) {
    row = read;
    if (!ready()) {
      return readHeader();
    }
    if (row.fields() != columns) {
      return false;
    }
    long value = decimal(Column.METRIC_VALUE, MILLIS_TO_NANOS);
    long time = decimal(Column.TIMESTAMP, MICROS_TO_NANOS);
    if (value == Decimal.INVALID || time == Decimal.INVALID) {
      return false;
    }
    if (is(Column.METRIC_NAME, VUS)) {
      sink.users(value / 1_000_000);
    } else {
      sample(time, value);
    }
    return true;
  }

  private boolean readHeader() {
    Arrays.fill(places, -1);
    for (int field = 0; field < row.fields(); field++) {
      for (Column column : Column.values()) {
        if (row.is(field, column.text)) {
          places[column.ordinal()] = field;
        }
      }
    }
    columns = row.fields();
    return Arrays.stream(places).noneMatch(place -> place < 0);
  }

  private void sample(long time, long value) {
    Kind kind = KINDS[metric(row.bytes, row.from(0), row.bytes.length)];
    int traits = Traits.of(kind, ok(kind) ? Outcome.OK : Outcome.ERROR, phase());
    // No response and no time: nothing was measured.
    boolean untimed = value == 0 && size(Column.ERROR_CODE) > 0 && is(Column.STATUS, NO_STATUS);
    Column name = size(Column.NAME) > 0 ? Column.NAME : Column.URL;
    sink.sample(
        sink.label(row.bytes, from(name), to(name)),
        traits,
        kind == Kind.WS && timeIsStart() ? time + value : time,
        untimed ? SampleSink.NOT_MEASURED : value,
        SampleSink.NOT_MEASURED);
  }

  private boolean ok(Kind kind) {
    return switch (kind) {
      case GRPC -> is(Column.STATUS, GRPC_OK);
      case WS -> is(Column.STATUS, SWITCHING_PROTOCOLS);
      case BROWSER -> statusBelow400();
      case HTTP, CUSTOM -> is(Column.EXPECTED_RESPONSE, TRUE);
    };
  }

  /** As k6's own browser_http_req_failed has it. */
  private boolean statusBelow400() {
    long status = decimal(Column.STATUS, 0);
    return status >= 200 && status < 400;
  }

  /**
   * A session of the module k6/ws carries the time of its start, one of k6/websockets that of its
   * end. They differ in the tags: k6/websockets sets name and url to the same text, k6/ws does not.
   */
  private boolean timeIsStart() {
    return !Arrays.equals(
        row.bytes, from(Column.NAME), to(Column.NAME), row.bytes, from(Column.URL), to(Column.URL));
  }

  /** A user may name a group "setup", too, but that runs within a scenario. */
  private Phase phase() {
    if (size(Column.SCENARIO) > 0) {
      return Phase.MAIN;
    }
    if (inGroup(SETUP)) {
      return Phase.SETUP;
    }
    return inGroup(TEARDOWN) ? Phase.TEARDOWN : Phase.MAIN;
  }

  private boolean inGroup(byte[] group) {
    int end = from(Column.GROUP) + group.length;
    return begins(row.bytes, from(Column.GROUP), to(Column.GROUP), group)
        && (end == to(Column.GROUP) || row.bytes[end] == ':');
  }

  private boolean is(Column column, byte[] text) {
    return Arrays.equals(text, 0, text.length, row.bytes, from(column), to(column));
  }

  private long decimal(Column column, int scale) {
    return Decimal.parse(row.bytes, from(column), to(column), scale);
  }

  private int size(Column column) {
    return to(column) - from(column);
  }

  private int from(Column column) {
    int place = places[column.ordinal()];
    return place < 0 ? 0 : row.from(place);
  }

  /** A column that the header lacks is empty. */
  private int to(Column column) {
    int place = places[column.ordinal()];
    return place < 0 ? 0 : row.to(place);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
