package ru.perfscale.runner.engine.internal.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

class CollectorTest {
  private static final long T0 = 1_736_935_500_250_000_000L;
  private static final long MILLI = 1_000_000;
  private static final int OK = Traits.of(Kind.HTTP, Outcome.OK, Phase.MAIN);
  private static final int ERROR = Traits.of(Kind.HTTP, Outcome.ERROR, Phase.MAIN);

  private final Collector collector = new Collector(T0);

  private int label(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return collector.label(bytes, 0, bytes.length);
  }

  /** A sample that arrives and ends so many milliseconds after t0. */
  private void sample(long arrivalMillis, long endMillis, long durationNanos) {
    collector.arrivedAt(T0 + arrivalMillis * MILLI);
    collector.sample(
        label("a"), OK, T0 + endMillis * MILLI, durationNanos, SampleSink.NOT_MEASURED);
  }

  private static long count(SecondSnapshot second) {
    return second.series().stream().mapToLong(LatencySnapshot::count).sum();
  }

  @Test
  void absurdNumbersOfMalformedRecordsStayAbsurd() {
    Collector collector = new Collector(0);
    collector.malformed(Long.MAX_VALUE);
    collector.malformed(Long.MAX_VALUE);

    assertThat(collector.counts().malformed()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aSampleBelongsToTheSecondInWhichItEnded() {
    sample(1_100, 0, 5);
    sample(1_100, 999, 5);
    sample(1_100, 1_000, 5);

    SecondSnapshot first = collector.closeSecond();
    SecondSnapshot second = collector.closeSecond();

    assertThat(first.second()).isZero();
    assertThat(count(first)).isEqualTo(2);
    assertThat(second.second()).isEqualTo(1);
    assertThat(count(second)).isEqualTo(1);
  }

  @Test
  void anEmptySecondHasASnapshotToo() {
    SecondSnapshot empty = collector.closeSecond();

    assertThat(empty)
        .isEqualTo(new SecondSnapshot(0, java.util.List.of(), OptionalInt.empty(), 0, 0));
  }

  @Test
  void aLateSampleGoesIntoTheOpenSecondAndIsCounted() {
    collector.closeSecond();
    sample(1_350, 900, 5);

    SecondSnapshot second = collector.closeSecond();

    assertThat(count(second)).isEqualTo(1);
    assertThat(second.late()).isEqualTo(1);
    assertThat(collector.counts().late()).isEqualTo(1);
    assertThat(second.series().getFirst().lastEndNanos()).isEqualTo(T0 + 900 * MILLI);
  }

  @Test
  void aTimestampFarOffItsArrivalIsReplacedByItAndCounted() {
    sample(6_000, 999, 5);
    sample(6_000, 11_001, 5);
    sample(6_000, 1_000, 5);
    sample(6_000, 11_000, 5);
    collector.sample(label("a"), OK, Long.MAX_VALUE, 5, SampleSink.NOT_MEASURED);
    collector.sample(label("a"), OK, Long.MIN_VALUE + 1, 5, SampleSink.NOT_MEASURED);

    long[] counts = new long[12];
    long[] skewed = new long[12];
    for (int second = 0; second < 12; second++) {
      SecondSnapshot snapshot = collector.closeSecond();
      counts[second] = count(snapshot);
      skewed[second] = snapshot.skewed();
    }

    assertThat(counts).containsExactly(0, 1, 0, 0, 0, 0, 4, 0, 0, 0, 0, 1);
    assertThat(skewed).containsExactly(0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0);
    assertThat(collector.counts().skewed()).isEqualTo(4);
  }

  @Test
  void whatEndedBeforeTheStartIsInTheFirstSecond() {
    sample(10, -20, 5);

    assertThat(count(collector.closeSecond())).isEqualTo(1);
    assertThat(collector.counts().late()).isZero();
  }

  @Test
  void secondsThatNobodyClosesAreBounded() {
    sample(10_000_000, 10_000_000, 5);

    SecondSnapshot last = collector.closeSecond();
    int closed = 1;
    while (collector.hasOpenSeconds()) {
      last = collector.closeSecond();
      closed++;
    }

    assertThat(closed).isEqualTo(600);
    assertThat(last.late()).isEqualTo(1);
    assertThat(count(last)).isEqualTo(1);
  }

  @Test
  void exactFiguresTravelBesideTheHistogram() {
    sample(500, 400, 30);
    sample(500, 450, 10);
    collector.sample(label("a"), OK, T0 + 5, SampleSink.NOT_MEASURED, SampleSink.NOT_MEASURED);

    LatencySnapshot snapshot = collector.closeSecond().series().getFirst();

    assertThat(snapshot.count()).isEqualTo(3);
    assertThat(snapshot.untimed()).isEqualTo(1);
    assertThat(snapshot.sumNanos()).isEqualTo(40);
    assertThat(snapshot.minNanos()).isEqualTo(10);
    assertThat(snapshot.maxNanos()).isEqualTo(30);
    assertThat(snapshot.firstStartNanos()).isEqualTo(T0 + 5);
    assertThat(snapshot.lastEndNanos()).isEqualTo(T0 + 450 * MILLI);
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.add(snapshot.histogram());
    assertThat(histogram.count()).isEqualTo(2);
  }

  @Test
  void durationsOutOfRangeAreClampedAndCounted() {
    sample(500, 400, -1);
    sample(500, 400, LatencyHistogram.MAX_NANOS + 1);
    sample(500, 400, LatencyHistogram.MAX_NANOS);

    LatencySnapshot snapshot = collector.closeSecond().series().getFirst();

    assertThat(snapshot.minNanos()).isZero();
    assertThat(snapshot.maxNanos()).isEqualTo(LatencyHistogram.MAX_NANOS);
    assertThat(collector.counts().clamped()).isEqualTo(2);
  }

  @Test
  void aResponseTimeIsASeriesOfItsOwnAndNoSecondRequest() {
    collector.sample(label("a"), ERROR, SampleSink.AT_ARRIVAL, 10, 25);

    SecondSnapshot second = collector.closeSecond();

    assertThat(second.series())
        .extracting(LatencySnapshot::series, LatencySnapshot::sumNanos)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                new Series("a", Kind.HTTP, Outcome.ERROR, Phase.MAIN, Measure.SERVICE), 10L),
            org.assertj.core.groups.Tuple.tuple(
                new Series("a", Kind.HTTP, Outcome.ERROR, Phase.MAIN, Measure.RESPONSE), 25L));
    assertThat(collector.counts().samples()).isEqualTo(1);
    assertThat(collector.counts().errors()).isEqualTo(1);
  }

  @Test
  void aMillionLabelsAreBoundedAndTotalsStayExact() {
    for (int i = 0; i < 1_000_000; i++) {
      collector.sample(label("label " + i), OK, SampleSink.AT_ARRIVAL, i, SampleSink.NOT_MEASURED);
    }
    collector.sample(label("label 7"), OK, SampleSink.AT_ARRIVAL, 1, SampleSink.NOT_MEASURED);

    SecondSnapshot second = collector.closeSecond();

    assertThat(second.series()).hasSize(1_001);
    Set<String> labels = new HashSet<>();
    second.series().forEach(snapshot -> labels.add(snapshot.series().label()));
    assertThat(labels).contains("label 0", "label 999", "other").doesNotContain("label 1000");
    assertThat(count(second)).isEqualTo(1_000_001);
    assertThat(collector.counts().samples()).isEqualTo(1_000_001);
    assertThat(collector.counts().labelsComplete()).isFalse();
    assertThat(second.series().get(7).count()).isEqualTo(2);
  }

  @Test
  void theThousandthLabelIsComplete() {
    for (int i = 0; i < 1_000; i++) {
      label("label " + i);
    }
    assertThat(collector.counts().labelsComplete()).isTrue();

    label("one more");

    assertThat(collector.counts().labelsComplete()).isFalse();
  }

  @Test
  void totalsAreTheSumOfAllSeconds() {
    for (int i = 0; i < 5_000; i++) {
      sample(i, i, i * 1_000L);
    }
    LatencyHistogram sum = new LatencyHistogram();
    while (collector.hasOpenSeconds()) {
      collector.closeSecond().series().forEach(snapshot -> sum.add(snapshot.histogram()));
    }

    LatencySnapshot total = collector.totals().getFirst();

    assertThat(total.count()).isEqualTo(5_000);
    assertThat(total.histogram()).isEqualTo(sum.encode());
    assertThat(total.firstStartNanos()).isEqualTo(T0);
  }

  @Test
  void usersStayUntilTheyChange() {
    collector.users(3);
    assertThat(collector.closeSecond().users()).hasValue(3);
    assertThat(collector.closeSecond().users()).hasValue(3);
    collector.users(0);
    assertThat(collector.closeSecond().users()).hasValue(0);
  }

  @Test
  void noObjectIsMadePerSample() {
    byte[] lines = "1.25 ok GET /some/path\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    FrameReader reader = new FrameReader(collector);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    reader.read(lines, 0, lines.length);

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      reader.read(lines, 0, lines.length);
    }
    long perSample = (threads.getCurrentThreadAllocatedBytes() - before) / 100_000;

    assertThat(perSample).isZero();
    assertThat(collector.counts().samples()).isEqualTo(101_000);
  }
}
