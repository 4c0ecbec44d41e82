package ru.perfscale.runner.engine.internal.format;

import java.nio.charset.StandardCharsets;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.internal.sample.SampleReader;
import ru.perfscale.runner.engine.internal.sample.SampleSink;
import ru.perfscale.runner.engine.internal.sample.Traits;

/**
 * Reads the binary {@code simulation.log} of Gatling 3.15. Numbers are big-endian; a record begins
 * with its type:
 *
 * <ul>
 *   <li>0 run, once: version, class, start (i64, ms), description, scenarios, assertions
 *   <li>1 request: groups, name, start and end (i32, ms after the run's start), ok, message
 *   <li>2 user: scenario (i32), start or end, time
 *   <li>3 group: groups, start, end, cumulated time, ok
 *   <li>4 error: message, time; a request that could not be built
 * </ul>
 *
 * A record that makes no sense ends the reading: nobody can tell where the next one begins.
 */
public final class GatlingLog implements SampleReader {
  /** Far more than Gatling's own buffer, into which a string must fit. */
  private static final int WINDOW_BYTES = 256 * 1024;

  private static final int OK = Traits.of(Kind.HTTP, Outcome.OK, Phase.MAIN);
  private static final int ERROR = Traits.of(Kind.HTTP, Outcome.ERROR, Phase.MAIN);
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final byte[] EXCEPTION = "Exception".getBytes(StandardCharsets.US_ASCII);

  private final SampleSink sink;
  private final byte[] window = new byte[WINDOW_BYTES];
  private final GatlingFields fields = new GatlingFields(window);
  private int length;

  /** Where the window begins in the file. */
  private long offset;

  private boolean begun;
  private long runStart;
  private long groups;

  public GatlingLog(SampleSink sink) {
    this.sink = sink;
  }

  /** Groups that were passed over: they are no requests. */
  public long groups() {
    return groups;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the bytes are something else; says where
   */
  @Override
  public void read(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int more = Math.min(to - at, window.length - length);
      System.arraycopy(bytes, at, window, length, more);
      length += more;
      at += more;
      int used = readRecords();
      if (used == 0 && length == window.length) {
        throw wrong("a record is longer than 256 KiB", 0);
      }
      System.arraycopy(window, used, window, 0, length - used);
      length -= used;
      offset += used;
    }
  }

  /** Reads what is whole; returns how many bytes that were. */
  private int readRecords() {
    int start = 0;
    while (start < length) {
      fields.start(start, length);
      readRecord(start);
      if (fields.isShort()) {
        return start;
      }
      start = fields.at();
    }
    return start;
  }

  private void readRecord(int start) {
    int type = fields.u8();
    if (begun == (type == 0)) {
      throw wrong("a record of type " + type + (begun ? " comes twice" : " comes first"), start);
    }
    switch (type) {
      case 0 -> run(start);
      case 1 -> request();
      case 2 -> user();
      case 3 -> group();
      case 4 -> error();
      default -> throw wrong("there is no record type " + type, start);
    }
    if (fields.isWrong()) {
      throw wrong("a record of type " + type + " makes no sense", start);
    }
  }

  private void run(int start) {
    String version = fields.text();
    fields.text();
    long millis = fields.i64();
    fields.text();
    for (int scenarios = fields.size(); scenarios > 0; scenarios--) {
      fields.text();
    }
    for (int assertions = fields.size(); assertions > 0; assertions--) {
      fields.skip(fields.size());
    }
    if (fields.isShort() || fields.isWrong()) {
      return;
    }
    if (!version.startsWith("3.15.")) {
      throw wrong("it was written by Gatling " + version + ", what can be read is 3.15", start);
    }
    runStart = millis;
    begun = true;
  }

  private void request() {
    groupNames();
    int name = fields.string();
    int start = fields.i32();
    int end = fields.i32();
    boolean ok = fields.bool();
    int message = fields.string();
    if (fields.isShort() || fields.isWrong()) {
      return;
    }
    long millis = Math.max(0, (long) end - start);
    // A request that never got an answer has no latency, unless it took time to find out.
    boolean untimed = !ok && millis == 0 && fields.contains(message, EXCEPTION);
    byte[] text = fields.bytes(name);
    sink.sample(
        sink.label(text, 0, text.length),
        ok ? OK : ERROR,
        (runStart + end) * NANOS_PER_MILLI,
        untimed ? SampleSink.NOT_MEASURED : millis * NANOS_PER_MILLI,
        SampleSink.NOT_MEASURED);
  }

  private void user() {
    fields.i32();
    fields.bool();
    fields.i32();
  }

  private void group() {
    groupNames();
    fields.i32();
    fields.i32();
    fields.i32();
    fields.bool();
    if (!fields.isShort()) {
      groups++;
    }
  }

  private void groupNames() {
    for (int count = fields.size(); count > 0; count--) {
      fields.string();
    }
  }

  /** The message is the name of the request, a colon and what was wrong. */
  private void error() {
    int message = fields.string();
    int time = fields.i32();
    if (fields.isShort() || fields.isWrong()) {
      return;
    }
    byte[] text = fields.bytes(message);
    int end = 0;
    while (end < text.length && text[end] != ':') {
      end++;
    }
    sink.sample(
        sink.label(text, 0, end),
        ERROR,
        (runStart + time) * NANOS_PER_MILLI,
        SampleSink.NOT_MEASURED,
        SampleSink.NOT_MEASURED);
  }

  private IllegalArgumentException wrong(String what, int at) {
    return new IllegalArgumentException(
        "cannot be read as a simulation.log from byte %d on: %s".formatted(offset + at, what));
  }

  @Override
  public void end() {
    if (length > 0) {
      sink.malformed(1);
    }
    length = 0;
  }
}
