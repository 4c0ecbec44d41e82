package ru.perfscale.runner.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.internal.sample.FrameReader;
import ru.perfscale.runner.engine.internal.sample.Totals;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** What comes out of every format is what the exact sort of what went in says. */
class HardDistributionsTest {
  private static final List<String> PERCENTILES =
      List.of("50", "75", "90", "95", "99", "99.9", "99.99", "99.999", "100");

  private static final ExactnessTable TABLE = new ExactnessTable();

  private final long seed = new Random().nextLong();

  @TempDir private Path directory;

  @AfterAll
  static void writeTheTable() throws IOException {
    TABLE.write(Path.of("target", "exactness.md"));
  }

  static Stream<Arguments> everyDistributionInEveryFormat() {
    return Arrays.stream(Replay.values())
        .flatMap(
            format -> Arrays.stream(Distribution.values()).map(each -> Arguments.of(format, each)));
  }

  @ParameterizedTest
  @MethodSource("everyDistributionInEveryFormat")
  void countsAreEqualAndPercentilesThoseOfTheExactSort(Replay format, Distribution distribution)
      throws IOException {
    long[] samples = distribution.samples(seed);

    List<LatencySnapshot> read = read(format, format.bytes(distribution, samples));

    Map<String, List<Long>> expected = new TreeMap<>();
    for (int i = 0; i < samples.length; i++) {
      long seen = samples[i] / format.resolution * format.resolution;
      expected
          .computeIfAbsent(format.label(distribution.label(i)), key -> new ArrayList<>())
          .add(seen);
    }
    assertThat(read.stream().map(snapshot -> snapshot.series().label()))
        .as("labels, seed %d", seed)
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
    for (LatencySnapshot snapshot : read) {
      assertExact(format, distribution, expected.get(snapshot.series().label()), List.of(snapshot));
    }
    List<Long> all = expected.values().stream().flatMap(List::stream).toList();
    assertExact(format, distribution, all, read);
  }

  private List<LatencySnapshot> read(Replay format, byte[] bytes) throws IOException {
    if (format == Replay.BINARY_FRAMES || format == Replay.TEXT_LINES) {
      Totals totals = new Totals(Long.MIN_VALUE, Long.MAX_VALUE);
      FrameReader reader = new FrameReader(totals);
      reader.read(bytes, 0, bytes.length);
      reader.end();
      assertThat(totals.counts().malformed()).as("malformed, seed %d", seed).isZero();
      return totals.snapshots();
    }
    Path file = Files.write(directory.resolve("results"), bytes);
    Results results = ResultFiles.read(List.of(file), Window.ALL);
    assertThat(results.files().getFirst().format().name()).isEqualTo(format.name());
    assertThat(results.counts().malformed()).as("malformed, seed %d", seed).isZero();
    return results.totals();
  }

  private void assertExact(
      Replay format, Distribution distribution, List<Long> samples, List<LatencySnapshot> read) {
    long[] sorted = samples.stream().mapToLong(Long::longValue).sorted().toArray();
    LatencyHistogram histogram = new LatencyHistogram();
    read.forEach(snapshot -> histogram.add(snapshot.histogram()));
    long min = read.stream().mapToLong(LatencySnapshot::minNanos).min().orElseThrow();
    long max = read.stream().mapToLong(LatencySnapshot::maxNanos).max().orElseThrow();
    assertThat(histogram.count()).as("count, seed %d", seed).isEqualTo(sorted.length);
    for (String percentile : PERCENTILES) {
      long exact = sorted[rank(percentile, sorted.length) - 1];
      long reported = histogram.valueAt(Double.parseDouble(percentile), min, max);
      TABLE.deviates(format, distribution, exact, reported);
      assertThat(reported)
          .as("p%s, seed %d", percentile, seed)
          .isCloseTo(exact, within(exact / 1_000));
    }
  }

  /** Nearest rank: ⌈q·n/100⌉. */
  private static int rank(String percentile, int size) {
    return new BigDecimal(percentile)
        .multiply(BigDecimal.valueOf(size))
        .divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING)
        .intValueExact();
  }

  @ParameterizedTest
  @EnumSource
  void aHundredPartsInAnyOrderMergeToTheBucketsOfOneRecorder(Distribution distribution) {
    long[] samples = distribution.samples(seed);
    Random random = new Random(seed);
    List<LatencyHistogram> parts =
        new ArrayList<>(Stream.generate(LatencyHistogram::new).limit(100).toList());
    LatencyHistogram one = new LatencyHistogram();
    Histogram original = new Histogram(1, LatencyHistogram.MAX_NANOS, 3);
    LongStream.of(samples)
        .forEach(
            nanos -> {
              parts.get(random.nextInt(parts.size())).add(nanos);
              one.add(nanos);
              original.recordValue(nanos);
            });

    LatencyHistogram merged = new LatencyHistogram();
    Collections.shuffle(parts, random);
    parts.forEach(part -> merged.add(part.encode()));

    ByteBuffer encoded = ByteBuffer.allocate(original.getNeededByteBufferCapacity());
    int length = original.encodeIntoByteBuffer(encoded);
    assertThat(merged.encode()).as("seed %d", seed).isEqualTo(one.encode());
    assertThat(merged.encode())
        .as("HdrHistogram's own, seed %d", seed)
        .isEqualTo(Arrays.copyOf(encoded.array(), length));
  }
}
