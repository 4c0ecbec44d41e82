package ru.perfscale.runner.engine.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.internal.sample.ResultSink;
import ru.perfscale.runner.engine.internal.sample.SampleReader;
import ru.perfscale.runner.engine.internal.sample.Traits;
import ru.perfscale.runner.engine.internal.text.ByteSearch;
import ru.perfscale.runner.engine.internal.text.Decimal;

/**
 * Reads HdrHistogram's interval logs: lines of {@code [Tag=LABEL,]START,LENGTH,MAX,HISTOGRAM}, with
 * the label of untagged ones in a comment {@code #[Label: LABEL]}, which unlike a tag may have
 * spaces, and times in seconds, which count from the base or start time in the comments unless they
 * are Unix time themselves. An interval is added as a whole, its bounds are as fine as its
 * histogram.
 */
public final class HdrLog implements SampleReader, Lines.Taker {
  /** A histogram with all of its buckets in use has some 100 KiB in base64. */
  private static final int MAX_LINE = 1 << 20;

  private static final int SECONDS_TO_NANOS = 9;
  private static final long YEAR = 365L * 24 * 3_600 * 1_000_000_000L;
  private static final long COMMAS = ByteSearch.copies(',');
  private static final byte[] TAG = ascii("Tag=");
  private static final byte[] LABEL = ascii("#[Label: ");
  private static final byte[] START_TIME = ascii("#[StartTime: ");
  private static final byte[] BASE_TIME = ascii("#[BaseTime: ");
  private static final int TRAITS = Traits.of(Kind.CUSTOM, Outcome.OK, Phase.MAIN);
  private static final Series SERIES =
      new Series("-", Kind.CUSTOM, Outcome.OK, Phase.MAIN, Measure.SERVICE);
  private static final int FIELDS = 4;

  private final ResultSink sink;
  private final Lines lines = new Lines(MAX_LINE, this);
  private final int[] commas = new int[64];
  private byte[] label = {};
  private long startTime = Decimal.INVALID;
  private long baseTime = Decimal.INVALID;

  public HdrLog(ResultSink sink) {
    this.sink = sink;
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
  public void tooLong(byte[] bytes, int from, int to) {
    sink.malformed(1);
  }

  @Override
  public void line(byte[] bytes, int from, int to) {
    if (bytes[from] == '#') {
      comment(bytes, from, to);
    } else if (bytes[from] != '"' && !interval(bytes, from, to)) {
      sink.malformed(1);
    }
  }

  private void comment(byte[] bytes, int from, int to) {
    if (K6Metrics.begins(bytes, from, to, LABEL) && bytes[to - 1] == ']') {
      label = Arrays.copyOfRange(bytes, from + LABEL.length, to - 1);
    } else if (K6Metrics.begins(bytes, from, to, START_TIME)) {
      startTime = seconds(bytes, from + START_TIME.length, to);
    } else if (K6Metrics.begins(bytes, from, to, BASE_TIME)) {
      baseTime = seconds(bytes, from + BASE_TIME.length, to);
    }
  }

  /** A number up to the next space. */
  private static long seconds(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != ' ') {
      end++;
    }
    return Decimal.parse(bytes, from, end, SECONDS_TO_NANOS);
  }

  private boolean interval(byte[] bytes, int from, int to) {
    boolean tagged = K6Metrics.begins(bytes, from, to, TAG);
    int found = ByteSearch.all(bytes, from, to, COMMAS, commas);
    int first = tagged ? 1 : 0;
    if (found != FIELDS - 1 + first) {
      return false;
    }
    int at = tagged ? commas[0] + 1 : from;
    long time = Decimal.parse(bytes, at, commas[first], SECONDS_TO_NANOS);
    long length = Decimal.parse(bytes, commas[first] + 1, commas[first + 1], SECONDS_TO_NANOS);
    if (time < 0 || length < 0 || time > Long.MAX_VALUE / 2 || length > Long.MAX_VALUE / 4) {
      return false;
    }
    HdrHistogram histogram;
    try {
      int text = commas[first + 2] + 1;
      byte[] coded = Arrays.copyOfRange(bytes, text, to);
      histogram = HdrHistogram.decode(Base64.getDecoder().decode(coded));
    } catch (IllegalArgumentException e) {
      return false; // neither base64 nor a histogram
    }
    if (histogram.count() > 0) {
      int name =
          tagged
              ? sink.label(bytes, from + TAG.length, commas[0])
              : sink.label(label, 0, label.length);
      long start = base(time) + time;
      sink.interval(name, TRAITS, snapshot(histogram, start, start + length));
    }
    return true;
  }

  /** As HdrHistogram's own reader: times a year before the start are relative to it. */
  private long base(long time) {
    if (baseTime >= 0) {
      return baseTime;
    }
    return startTime >= 0 && time < startTime - YEAR ? startTime : 0;
  }

  private static LatencySnapshot snapshot(HdrHistogram histogram, long start, long end) {
    return new LatencySnapshot(
        SERIES,
        histogram.count(),
        0,
        histogram.sum(),
        histogram.min(),
        histogram.max(),
        start,
        end,
        histogram.encoded());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
