package ru.perfscale.runner.engine.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.internal.sample.SampleSink;
import ru.perfscale.runner.engine.internal.sample.Traits;
import ru.perfscale.runner.engine.internal.text.Decimal;

/** One point of k6, as the places of its fields, and the sample that it is. */
final class K6Point {
  private static final byte[] TRUE = ascii("true");
  private static final byte[] GRPC_OK = ascii("0");
  private static final byte[] NO_STATUS = ascii("0");
  private static final byte[] SWITCHING_PROTOCOLS = ascii("101");
  private static final byte[] SETUP = ascii("::setup");
  private static final byte[] TEARDOWN = ascii("::teardown");

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int MILLIS_TO_NANOS = 6;

  private final SampleSink sink;
  private final int[] froms = new int[K6Field.count()];
  private final int[] tos = new int[K6Field.count()];
  private byte[] bytes;

  K6Point(SampleSink sink) {
    this.sink = sink;
  }

  /** Begins a new point, whose fields are all empty. */
  void clear(byte[] text) {
    bytes = text;
    Arrays.fill(froms, 0);
    Arrays.fill(tos, 0);
  }

  void put(K6Field field, int from, int to) {
    froms[field.ordinal()] = from;
    tos[field.ordinal()] = to;
  }

  int from(K6Field field) {
    return froms[field.ordinal()];
  }

  int to(K6Field field) {
    return tos[field.ordinal()];
  }

  /**
   * Hands the point on; false if it makes no sense.
   *
   * @param metric from {@link K6Metrics}
   * @param time of its end, nanoseconds since the epoch
   */
  boolean take(int metric, long time) {
    int from = from(K6Field.METRIC_VALUE);
    long value = Decimal.parse(bytes, from, to(K6Field.METRIC_VALUE), MILLIS_TO_NANOS);
    if (value == Decimal.INVALID || time == Decimal.INVALID) {
      return false;
    }
    if (K6Metrics.isUsers(metric)) {
      sink.users(value / NANOS_PER_MILLI);
    } else {
      sample(K6Metrics.kind(metric), time, value);
    }
    return true;
  }

  private void sample(Kind kind, long time, long value) {
    int traits = Traits.of(kind, ok(kind) ? Outcome.OK : Outcome.ERROR, phase());
    // No response and no time: nothing was measured.
    boolean untimed = value == 0 && size(K6Field.ERROR_CODE) > 0 && hasNoStatus();
    K6Field name = size(K6Field.NAME) > 0 ? K6Field.NAME : K6Field.URL;
    sink.sample(
        sink.label(bytes, from(name), to(name)),
        traits,
        kind == Kind.WS && timeIsStart() ? time + value : time,
        untimed ? SampleSink.NOT_MEASURED : value,
        SampleSink.NOT_MEASURED);
  }

  private boolean ok(Kind kind) {
    return switch (kind) {
      case GRPC -> is(K6Field.STATUS, GRPC_OK);
      case WS -> is(K6Field.STATUS, SWITCHING_PROTOCOLS);
      case BROWSER -> statusBelow400();
      // A script that switched k6's own judgement off is judged by k6's default.
      case HTTP, CUSTOM ->
          size(K6Field.EXPECTED_RESPONSE) == 0
              ? statusBelow400()
              : is(K6Field.EXPECTED_RESPONSE, TRUE);
    };
  }

  /** As k6's own browser_http_req_failed has it. */
  private boolean statusBelow400() {
    long status = Decimal.parse(bytes, from(K6Field.STATUS), to(K6Field.STATUS), 0);
    return status >= 200 && status < 400;
  }

  private boolean hasNoStatus() {
    return is(K6Field.STATUS, NO_STATUS);
  }

  /**
   * A session of the module k6/ws carries the time of its start, one of k6/websockets that of its
   * end. They differ in the tags: k6/websockets sets name and url to the same text, k6/ws does not.
   */
  private boolean timeIsStart() {
    return !Arrays.equals(
        bytes, from(K6Field.NAME), to(K6Field.NAME), bytes, from(K6Field.URL), to(K6Field.URL));
  }

  /** A user may name a group "setup", too, but that runs within a scenario. */
  private Phase phase() {
    if (size(K6Field.SCENARIO) > 0) {
      return Phase.MAIN;
    }
    if (inGroup(SETUP)) {
      return Phase.SETUP;
    }
    return inGroup(TEARDOWN) ? Phase.TEARDOWN : Phase.MAIN;
  }

  private boolean inGroup(byte[] group) {
    int from = from(K6Field.GROUP);
    int to = to(K6Field.GROUP);
    int end = from + group.length;
    return K6Metrics.begins(bytes, from, to, group) && (end == to || bytes[end] == ':');
  }

  private boolean is(K6Field field, byte[] text) {
    return Arrays.equals(text, 0, text.length, bytes, from(field), to(field));
  }

  private int size(K6Field field) {
    return to(field) - from(field);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
