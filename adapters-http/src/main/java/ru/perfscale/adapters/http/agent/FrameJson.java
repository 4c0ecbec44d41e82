package ru.perfscale.adapters.http.agent;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.application.task.RecordFrames;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.GeneratorHealth;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Tally;

/** A batch of frames on the wire, within strict bounds. */
final class FrameJson {
  private static final int MOST_FRAMES = 60;
  private static final int MOST_INTERVALS = 20_000;
  private static final int MOST_HISTOGRAM_BYTES = 64 << 10;
  private static final int MOST_SECONDS = 10_000_000;
  private static final int MOST_SAMPLES = 1_000_000_000;
  private static final int MOST_USERS = 100_000_000;
  private static final long MOST_NANOS = (1L << 42) - 1;

  /** Frames, delivered under an epoch. */
  record Delivery(Epoch epoch, RecordFrames.Batch batch) {}

  private FrameJson() {}

  static Delivery read(Fields fields) {
    long epoch = OfferRoutes.epoch(fields);
    Optional<LatencyMeaning> latency = fields.optionalObject("latency", ReportJson::latency);
    List<Frame> frames = fields.objects("frames", MOST_FRAMES, FrameJson::frame);
    if (frames.stream().mapToInt(frame -> frame.intervals().size()).sum() > MOST_INTERVALS) {
      fields.refuse("frames", "must have at most " + MOST_INTERVALS + " intervals in all");
    }
    return fields.orThrow(
        () -> new Delivery(new Epoch(epoch), new RecordFrames.Batch(frames, latency)));
  }

  private static Optional<Frame> frame(Fields fields) {
    long seq = fields.whole("seq", 1, Long.MAX_VALUE);
    long second = fields.whole("second", 0, MOST_SECONDS);
    int span = fields.optionalInt("span", FrameJson::span).orElse(1);
    if (second % span != 0) {
      fields.refuse("second", "must be a multiple of the span " + span);
    }
    OptionalLong users = fields.optionalWhole("users", 0, MOST_USERS);
    long late = fields.whole("late", 0, Long.MAX_VALUE);
    long skewed = fields.whole("skewed", 0, Long.MAX_VALUE);
    Optional<GeneratorHealth> health = fields.optionalObject("health", EvidenceJson::health);
    List<Interval> intervals = fields.objects("intervals", MOST_INTERVALS, FrameJson::interval);
    return fields.make(
        () -> new Frame(seq, second, span, intervals, toInt(users), late, skewed, health));
  }

  private static int span(int span) {
    if (span != 1 && span != 10 && span != 60) {
      throw new IllegalArgumentException("must be 1, 10 or 60");
    }
    return span;
  }

  private static Optional<Interval> interval(Fields fields) {
    Optional<Series> series = SeriesJson.read(fields);
    long count = fields.whole("count", 1, MOST_SAMPLES);
    long untimed = fields.whole("untimed", 0, MOST_SAMPLES);
    long sum = fields.whole("sum_nanos", 0, Long.MAX_VALUE);
    OptionalLong min = fields.optionalWhole("min_nanos", 0, MOST_NANOS);
    long max = fields.whole("max_nanos", 0, MOST_NANOS);
    long firstStart = fields.whole("first_start_nanos", 0, Long.MAX_VALUE);
    long lastEnd = fields.whole("last_end_nanos", 0, Long.MAX_VALUE);
    byte[] histogram = fields.text("histogram", FrameJson::histogram);
    if (untimed > count) {
      fields.refuse("untimed", "must be at most count, which is " + count);
    }
    boolean isTimed = count > untimed;
    if (min.isPresent() != isTimed || min.orElse(0) > max) {
      fields.refuse(
          "min_nanos", "must be at most max_nanos, and null exactly when nothing was timed");
    }
    if (histogram != null && histogram.length > 0 != isTimed) {
      fields.refuse("histogram", "must be empty exactly when nothing was timed");
    }
    return fields.make(
        () ->
            new Interval(
                series.orElseThrow(),
                new Tally(
                    count,
                    untimed,
                    sum,
                    min.orElse(Long.MAX_VALUE),
                    max,
                    new Tally.Span(firstStart, lastEnd)),
                histogram));
  }

  private static byte[] histogram(String base64) {
    try {
      byte[] histogram = Base64.getDecoder().decode(base64);
      if (histogram.length <= MOST_HISTOGRAM_BYTES) {
        return histogram;
      }
    } catch (IllegalArgumentException e) {
      // Refused below, in our words.
    }
    throw new IllegalArgumentException(
        "must be base64 of at most " + MOST_HISTOGRAM_BYTES + " bytes");
  }

  private static OptionalInt toInt(OptionalLong users) {
    return users.isPresent() ? OptionalInt.of((int) users.getAsLong()) : OptionalInt.empty();
  }
}
