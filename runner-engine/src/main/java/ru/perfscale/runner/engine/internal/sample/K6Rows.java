package ru.perfscale.runner.engine.internal.sample;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;

/** Makes samples of the rows of k6's CSV output. */
final class K6Rows {
  private static final byte[] HEADER = ascii("metric_name");
  private static final byte[] HTTP = ascii("http_req_duration");
  private static final byte[] GRPC = ascii("grpc_req_duration");
  private static final byte[] WS = ascii("ws_session_duration");
  private static final byte[] BROWSER = ascii("browser_http_req_duration");
  private static final byte[] VUS = ascii("vus");
  private static final byte[][] WANTED = {HTTP, GRPC, WS, BROWSER, VUS};

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
  private byte[] row;
  private int[] fieldEnds;

  K6Rows(SampleSink sink) {
    this.sink = sink;
  }

  /** Whether the header has been read. */
  boolean ready() {
    return columns > 0;
  }

  /** Whether a row that begins with this field is to be handed over. */
  boolean wants(byte[] field, int length) {
    if (!ready()) {
      return Arrays.equals(HEADER, 0, HEADER.length, field, 0, length);
    }
    for (byte[] metric : WANTED) {
      if (Arrays.equals(metric, 0, metric.length, field, 0, length)) {
        return true;
      }
    }
    return false;
  }

  /** Reads a row; false if it makes no sense. */
  boolean take(byte[] bytes, int[] ends, int fields) {
    row = bytes;
    fieldEnds = ends;
    if (!ready()) {
      return readHeader(fields);
    }
    if (fields != columns) {
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

  private boolean readHeader(int fields) {
    Arrays.fill(places, -1);
    for (int field = 0; field < fields; field++) {
      int from = field == 0 ? 0 : fieldEnds[field - 1];
      for (Column column : Column.values()) {
        byte[] text = column.text;
        if (Arrays.equals(text, 0, text.length, row, from, fieldEnds[field])) {
          places[column.ordinal()] = field;
        }
      }
    }
    columns = fields;
    return Arrays.stream(places).noneMatch(place -> place < 0);
  }

  private void sample(long time, long value) {
    Kind kind = kind();
    int traits = Traits.of(kind, ok(kind) ? Outcome.OK : Outcome.ERROR, phase());
    // No response and no time: nothing was measured.
    boolean untimed = value == 0 && size(Column.ERROR_CODE) > 0 && is(Column.STATUS, NO_STATUS);
    Column name = size(Column.NAME) > 0 ? Column.NAME : Column.URL;
    sink.sample(
        sink.label(row, from(name), to(name)),
        traits,
        kind == Kind.WS && timeIsStart() ? time + value : time,
        untimed ? SampleSink.NOT_MEASURED : value,
        SampleSink.NOT_MEASURED);
  }

  private Kind kind() {
    if (is(Column.METRIC_NAME, HTTP)) {
      return Kind.HTTP;
    }
    if (is(Column.METRIC_NAME, GRPC)) {
      return Kind.GRPC;
    }
    return is(Column.METRIC_NAME, WS) ? Kind.WS : Kind.BROWSER;
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
        row, from(Column.NAME), to(Column.NAME), row, from(Column.URL), to(Column.URL));
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
    int from = from(Column.GROUP);
    int end = from + group.length;
    int to = to(Column.GROUP);
    return end <= to
        && Arrays.equals(group, 0, group.length, row, from, end)
        && (end == to || row[end] == ':');
  }

  private boolean is(Column column, byte[] text) {
    return Arrays.equals(text, 0, text.length, row, from(column), to(column));
  }

  private long decimal(Column column, int scale) {
    return Decimal.parse(row, from(column), to(column), scale);
  }

  private int size(Column column) {
    return to(column) - from(column);
  }

  private int from(Column column) {
    int place = places[column.ordinal()];
    return place <= 0 ? 0 : fieldEnds[place - 1];
  }

  /** A column that the header lacks is empty. */
  private int to(Column column) {
    int place = places[column.ordinal()];
    return place < 0 ? 0 : fieldEnds[place];
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
