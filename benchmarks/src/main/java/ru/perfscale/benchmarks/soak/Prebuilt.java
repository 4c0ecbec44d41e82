package ru.perfscale.benchmarks.soak;

import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** The intervals of some seconds as JSON text, made once: agents only put numbers before them. */
final class Prebuilt {
  private static final int SECONDS = 30;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String SERIES =
      "\"label\":\"GET /api/v1/resource%d\",\"kind\":\"http\",\"outcome\":\"ok\",\"phase\":\"main\","
          + "\"measure\":\"service\"";

  private final Shape shape;
  private final String[] seconds = new String[SECONDS];
  private final Random random = new Random(42);

  Prebuilt(Shape shape) {
    this.shape = shape;
    for (int i = 0; i < SECONDS; i++) {
      seconds[i] =
          IntStream.range(0, shape.labels())
              .mapToObj(this::interval)
              .collect(Collectors.joining(",", "[", "]"));
    }
  }

  private String interval(int label) {
    LatencyHistogram histogram = new LatencyHistogram();
    long sum = 0;
    long min = Long.MAX_VALUE;
    long max = 0;
    for (int i = 0; i < shape.samples(); i++) {
      double median = (5 + 3 * label) * NANOS_PER_MILLI;
      long nanos = (long) (median * Math.exp(0.5 * random.nextGaussian()));
      histogram.add(nanos);
      sum += nanos;
      min = Math.min(min, nanos);
      max = Math.max(max, nanos);
    }
    long now = Instant.now().toEpochMilli() * 1_000_000;
    return ("{"
            + SERIES
            + ",\"count\":%d,\"untimed\":0,\"sum_nanos\":%d,\"min_nanos\":%d,\"max_nanos\":%d,"
            + "\"first_start_nanos\":%d,\"last_end_nanos\":%d,\"histogram\":\"%s\"}")
        .formatted(
            label,
            shape.samples(),
            sum,
            min,
            max,
            now,
            now + 1_000_000_000,
            Base64.getEncoder().encodeToString(histogram.encode()));
  }

  /** The frames from one number to another as a JSON array. */
  String frames(long from, long to) {
    StringBuilder frames = new StringBuilder("[");
    for (long seq = from; seq <= to; seq++) {
      frames
          .append(seq == from ? "" : ",")
          .append("{\"seq\":")
          .append(seq)
          .append(",\"second\":")
          .append(seq - 1)
          .append(",\"users\":10,\"late\":0,\"skewed\":0,\"intervals\":")
          .append(seconds[(int) (seq % SECONDS)])
          .append('}');
    }
    return frames.append(']').toString();
  }

  /** What a run of so many frames has measured, for its report. */
  String counts(long frames) {
    return IntStream.range(0, shape.labels())
        .mapToObj(
            label -> ("{" + SERIES + ",\"count\":%d}").formatted(label, frames * shape.samples()))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
