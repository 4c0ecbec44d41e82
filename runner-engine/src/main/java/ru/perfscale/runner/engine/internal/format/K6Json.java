package ru.perfscale.runner.engine.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import ru.perfscale.runner.engine.internal.sample.SampleReader;
import ru.perfscale.runner.engine.internal.sample.SampleSink;
import ru.perfscale.runner.engine.internal.text.Timestamps;

/**
 * Reads what k6 writes with {@code --out json}: one object a line, {@code {"metric":…,"type":
 * "Point","data":{"time":…,"value":…,"tags":{…}}}}. Lines of other metrics are told by their
 * beginning and passed over.
 */
public final class K6Json implements SampleReader, Lines.Taker {
  private static final int MAX_LINE = 64 * 1024;
  private static final byte[] BEGINNING = ascii("{\"metric\":\"");
  private static final byte[] METRIC = ascii("metric");
  private static final byte[] TYPE = ascii("type");
  private static final byte[] POINT = ascii("Point");
  private static final byte[] DATA = ascii("data");
  private static final byte[] TIME = ascii("time");
  private static final byte[] VALUE = ascii("value");
  private static final byte[] TAGS = ascii("tags");
  private static final K6Field[] TAG_FIELDS = {
    K6Field.NAME,
    K6Field.URL,
    K6Field.STATUS,
    K6Field.ERROR_CODE,
    K6Field.EXPECTED_RESPONSE,
    K6Field.GROUP,
    K6Field.SCENARIO
  };

  private final SampleSink sink;
  private final Lines lines = new Lines(MAX_LINE, this);
  private final JsonCursor json = new JsonCursor(MAX_LINE);
  private final K6Metrics metrics = new K6Metrics('"');
  private final Timestamps times = new Timestamps();
  private final K6Point point;
  private final Runnable member = this::member;
  private final Runnable dataMember = this::dataMember;
  private final Runnable tag = this::tag;
  private boolean isPoint;
  private int metric;

  public K6Json(SampleSink sink) {
    this.sink = sink;
    point = new K6Point(sink);
  }

  @Override
  public void read(byte[] bytes, int from, int to) {
    lines.read(bytes, from, to);
  }

  @Override
  public void end() {
    lines.end();
  }

  @Override
  public void line(byte[] bytes, int from, int to) {
    if (mayMatter(bytes, from, to) && !readObject(bytes, from, to)) {
      sink.malformed(1);
    }
  }

  @Override
  public void tooLong(byte[] bytes, int from, int to) {
    if (mayMatter(bytes, from, to)) {
      sink.malformed(1);
    }
  }

  private boolean mayMatter(byte[] bytes, int from, int to) {
    return !K6Metrics.begins(bytes, from, to, BEGINNING)
        || metrics.at(bytes, from + BEGINNING.length, to) != K6Metrics.NONE;
  }

  private boolean readObject(byte[] bytes, int from, int to) {
    try {
      json.start(bytes, from, to);
      point.clear(json.bytes());
      isPoint = false;
      metric = K6Metrics.NONE;
      object(member);
      if (!json.atEnd()) {
        return false;
      }
    } catch (JsonCursor.NotJson e) {
      return false;
    }
    if (!isPoint || metric == K6Metrics.NONE) {
      return true;
    }
    int time = point.from(K6Field.TIMESTAMP);
    return point.take(metric, times.rfc3339(json.bytes(), time, point.to(K6Field.TIMESTAMP)));
  }

  private void object(Runnable each) {
    json.expect('{');
    if (json.next('}')) {
      return;
    }
    do {
      json.string();
      each.run();
    } while (json.next(','));
    json.expect('}');
  }

  private void member() {
    if (isKey(METRIC)) {
      value();
      // The name and the quote after it.
      metric = metrics.at(json.bytes(), json.from(), json.to() + 1);
    } else if (isKey(TYPE)) {
      value();
      isPoint = isKey(POINT);
    } else if (isKey(DATA)) {
      json.expect(':');
      object(dataMember);
    } else {
      value();
    }
  }

  private void dataMember() {
    if (isKey(TAGS)) {
      json.expect(':');
      object(tag);
      return;
    }
    boolean time = isKey(TIME);
    boolean value = isKey(VALUE);
    value();
    if (time || value) {
      K6Field field = time ? K6Field.TIMESTAMP : K6Field.METRIC_VALUE;
      point.put(field, json.from(), json.to());
    }
  }

  private void tag() {
    for (K6Field field : TAG_FIELDS) {
      if (isKey(field.text)) {
        value();
        point.put(field, json.from(), json.to());
        return;
      }
    }
    value();
  }

  private void value() {
    json.expect(':');
    json.value();
  }

  private boolean isKey(byte[] text) {
    return Arrays.equals(text, 0, text.length, json.bytes(), json.from(), json.to());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
