package ru.perfscale.runner.engine.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {
  private final Random random = new Random(42);

  /** Durations that are hard on histograms. */
  private Map<String, LongSupplier> distributions() {
    Map<String, LongSupplier> distributions = new TreeMap<>();
    distributions.put("constant", () -> 123_456_789);
    distributions.put("whole milliseconds", () -> random.nextInt(50) * 1_000_000L);
    distributions.put(
        "two points", () -> random.nextInt(100) == 0 ? LatencyHistogram.MAX_NANOS : 1);
    distributions.put("all magnitudes", () -> random.nextLong(1L << 42) >> random.nextInt(42));
    distributions.put("heavy tail", () -> (long) Math.min(1e12, 1e6 / (1 - random.nextDouble())));
    distributions.put(
        "bimodal", () -> (random.nextInt(10) == 0 ? 200_000_000 : 5_000_000) + random.nextInt(999));
    distributions.put("bucket borders", () -> (1L << 11 + random.nextInt(30)) - random.nextInt(3));
    return distributions;
  }

  private static LatencyHistogram record(long... nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    Arrays.stream(nanos).forEach(histogram::add);
    return histogram;
  }

  private static Histogram hdr() {
    return new Histogram(1, LatencyHistogram.MAX_NANOS, 3);
  }

  private static byte[] encodedByHdr(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoByteBuffer(buffer);
    return Arrays.copyOf(buffer.array(), length);
  }

  @Test
  void percentilesEqualTheSortedSamplesWithinATenthOfAPercent() {
    distributions()
        .forEach(
            (name, next) -> {
              long[] nanos = LongStream.generate(next).limit(20_001).toArray();
              LatencyHistogram histogram = record(nanos);
              Arrays.sort(nanos);
              for (int perMille = 1; perMille <= 1_000; perMille++) {
                long exact = nanos[(perMille * nanos.length + 999) / 1_000 - 1];
                assertThat(
                        (double)
                            histogram.valueAt(perMille / 10.0, nanos[0], nanos[nanos.length - 1]))
                    .as("%s, per mille %d", name, perMille)
                    .isCloseTo(exact, within(exact * 0.001));
              }
            });
  }

  @Test
  void theEncodingIsThatOfHdrHistogramByteForByte() {
    distributions()
        .forEach(
            (name, next) -> {
              for (int count : new int[] {0, 1, 2, 100, 10_000}) {
                long[] nanos = LongStream.generate(next).limit(count).toArray();
                Histogram hdr = hdr();
                Arrays.stream(nanos).forEach(hdr::recordValue);
                byte[] encoded = record(nanos).encode();

                assertThat(encoded).as("%s, %d", name, count).isEqualTo(encodedByHdr(hdr));
                assertThat(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(encoded), 1))
                    .isEqualTo(hdr);
              }
            });
  }

  @Test
  void whatHdrHistogramEncodedIsReadWithEveryCount() {
    Histogram hdr = hdr();
    hdr.recordValueWithCount(0, 1);
    hdr.recordValueWithCount(77, Integer.MAX_VALUE);
    hdr.recordValueWithCount(5_000_000, 1L << 50);
    hdr.recordValueWithCount(LatencyHistogram.MAX_NANOS, 3);

    LatencyHistogram histogram = new LatencyHistogram();
    histogram.add(encodedByHdr(hdr));

    assertThat(histogram.count()).isEqualTo(hdr.getTotalCount());
    assertThat(histogram.encode()).isEqualTo(encodedByHdr(hdr));
  }

  @Test
  void aMergeOfPartsEqualsOneRecorderInAnyOrder() {
    distributions()
        .forEach(
            (name, next) -> {
              long[] nanos = LongStream.generate(next).limit(5_000).toArray();
              LatencyHistogram[] parts = new LatencyHistogram[7];
              Arrays.setAll(parts, i -> new LatencyHistogram());
              Arrays.stream(nanos).forEach(n -> parts[random.nextInt(parts.length)].add(n));

              LatencyHistogram forwards = new LatencyHistogram();
              LatencyHistogram backwards = new LatencyHistogram();
              for (int i = 0; i < parts.length; i++) {
                forwards.add(parts[i]);
                backwards.add(parts[parts.length - 1 - i].encode());
              }

              assertThat(forwards.encode()).as(name).isEqualTo(record(nanos).encode());
              assertThat(backwards.encode()).as(name).isEqualTo(record(nanos).encode());
            });
  }

  @Test
  void smallHistogramsAddUpToOneRecorder() {
    for (int round = 0; round < 500; round++) {
      LatencyHistogram one = new LatencyHistogram();
      LatencyHistogram encoded = new LatencyHistogram();
      LatencyHistogram added = new LatencyHistogram();
      int spread = random.nextInt(1, 400);
      for (int part = random.nextInt(2, 12); part > 0; part--) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = random.nextInt(80); i > 0; i--) {
          long nanos = 1_000_000 + 3_000L * random.nextInt(spread);
          histogram.add(nanos);
          one.add(nanos);
        }
        encoded.add(histogram.encode());
        added.add(histogram);
        if (random.nextInt(3) == 0) {
          encoded.add(1_500_000);
          added.add(1_500_000);
          one.add(1_500_000);
        }
      }

      assertThat(encoded.encode()).isEqualTo(one.encode());
      assertThat(added.encode()).isEqualTo(one.encode());
    }
  }

  @Test
  void aPercentileAboveOneMinusOneOverNIsTheMaximumAndSaysSo() {
    LatencyHistogram histogram = record(LongStream.rangeClosed(1, 1_000).toArray());

    assertThat(histogram.isMaximum(99.9)).isFalse();
    assertThat(histogram.valueAt(99.9, 1, 1_000)).isEqualTo(999);
    assertThat(histogram.isMaximum(99.91)).isTrue();
    assertThat(histogram.valueAt(99.91, 1, 1_000)).isEqualTo(1_000);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 100.01, Double.NaN})
  void aPercentileOutOfRangeIsRefused(double percentile) {
    assertThatThrownBy(() -> record(1).valueAt(percentile, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("percentile is " + percentile);
  }

  @Test
  void whatCannotBeRecordedIsRefused() {
    assertThatThrownBy(() -> record(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> record(1L << 42)).hasMessageContaining("4398046511104");
    assertThatThrownBy(() -> record().valueAt(50, 0, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBrokenEncodingIsRefusedAndChangesNothing() {
    byte[] good = record(1, 1_000_000, 2_000_000_000).encode();
    LatencyHistogram sum = record(5);
    byte[] before = sum.encode();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> sum.add(cut))
          .as("cut to %d bytes", length)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("encoded histogram ");
    }
    for (int round = 0; round < 20_000; round++) {
      byte[] spoilt = good.clone();
      spoilt[random.nextInt(40)] ^= (byte) (1 << random.nextInt(8));
      try {
        new LatencyHistogram().add(spoilt);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("encoded histogram ");
      }
    }
    byte[] beyond = ByteBuffer.allocate(43).put(Arrays.copyOf(good, 40)).array();
    ByteBuffer.wrap(beyond).putInt(4, 3);
    // −33,792 empty buckets, then a count: ZigZag LEB128 of −33,792 is 0x83FFF.
    beyond[40] = (byte) 0xFF;
    beyond[41] = (byte) 0x8F;
    beyond[42] = 0x04;
    byte[] withCount = Arrays.copyOf(beyond, 44);
    withCount[7] = 4;
    withCount[43] = 2;
    assertThatThrownBy(() -> sum.add(withCount)).hasMessageContaining("beyond bucket 33791");
    assertThat(sum.encode()).isEqualTo(before);
  }

  @Test
  void aQuietHistogramCostsLessThanFourKibibytes() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    LatencyHistogram[] kept = new LatencyHistogram[1_000];
    record(1, 2, 3);

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < kept.length; i++) {
      kept[i] = new LatencyHistogram();
      for (int sample = 0; sample < 20; sample++) {
        kept[i].add(random.nextLong(1_000_000_000));
      }
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / kept.length;

    assertThat(each).isLessThan(4_096);
  }
}
