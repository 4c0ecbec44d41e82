package ru.perfscale.runner.engine.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The percentile rule, by vectors that were made by sorting. */
class VectorsTest {
  static List<String> lines() throws IOException {
    try (var in = VectorsTest.class.getResourceAsStream("/vectors/percentiles.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void thePercentileRuleHolds(String line) {
    String[] fields = line.split("\t");
    long[] samples = samples(fields[0]);
    double percentile = Double.parseDouble(fields[1]);
    LatencyHistogram histogram = new LatencyHistogram();
    Arrays.stream(samples).forEach(histogram::add);

    long min = Arrays.stream(samples).min().orElseThrow();
    long max = Arrays.stream(samples).max().orElseThrow();
    long value = histogram.valueAt(percentile, min, max);

    assertThat(value).isEqualTo(Long.parseLong(fields[2]));
    assertThat(Milliseconds.of(value, Duration.ofNanos(1))).hasToString(fields[3]);
    assertThat(Milliseconds.of(value, Duration.ofMillis(1))).hasToString(fields[4]);
    assertThat(histogram.isMaximum(percentile)).isEqualTo(Boolean.parseBoolean(fields[5]));
  }

  private static long[] samples(String text) {
    if (!text.contains("..")) {
      return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }
    String[] parts = text.split("\\.\\.|/");
    long step = Long.parseLong(parts[2]);
    long last = Long.parseLong(parts[1]);
    return LongStream.iterate(Long.parseLong(parts[0]), n -> n <= last, n -> n + step).toArray();
  }
}
