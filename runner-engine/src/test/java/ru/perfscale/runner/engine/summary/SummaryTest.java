package ru.perfscale.runner.engine.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

class SummaryTest {
  private static final LatencyMeaning FINE = new LatencyMeaning("test", Duration.ofNanos(1));
  private static final LatencyMeaning WHOLE = new LatencyMeaning("test", Duration.ofMillis(1));
  private static final long MS = 1_000_000;

  private static Series series(String label, Kind kind, Outcome outcome) {
    return new Series(label, kind, outcome, Phase.MAIN, Measure.SERVICE);
  }

  private static LatencySnapshot snapshot(Series series, long untimed, long... nanos) {
    LatencyHistogram histogram = new LatencyHistogram();
    LongStream.of(nanos).forEach(histogram::add);
    return new LatencySnapshot(
        series,
        nanos.length + untimed,
        untimed,
        LongStream.of(nanos).sum(),
        LongStream.of(nanos).min().orElse(Long.MAX_VALUE),
        LongStream.of(nanos).max().orElse(0),
        1_000_000_000L,
        3_000_000_000L,
        histogram.encode());
  }

  @Test
  void okAndFailedRequestsOfAllLabelsAreOneWhole() {
    Summary summary =
        Summary.of(
            List.of(
                snapshot(series("a", Kind.HTTP, Outcome.OK), 0, 10 * MS, 20 * MS, 30 * MS),
                snapshot(series("b", Kind.GRPC, Outcome.ERROR), 1, 40 * MS)),
            FINE,
            true);

    Figures total = summary.total();
    assertThat(total.count()).isEqualTo(5);
    assertThat(total.errors()).isEqualTo(2);
    assertThat(total.untimed()).isEqualTo(1);
    assertThat(total.errorRate()).hasValue(0.4);
    assertThat(total.requestsPerSecond()).hasValue(2.5);
    assertThat(total.min()).contains(new BigDecimal("10.000"));
    assertThat(total.mean()).contains(new BigDecimal("25.000"));
    assertThat(total.max()).contains(new BigDecimal("40.000"));
    assertThat(total.percentile(50).orElseThrow()).isBetween(ms("19.99"), ms("20.01"));
    assertThat(total.isMaximum(99)).isTrue();
    assertThat(total.firstStart()).contains(Instant.ofEpochSecond(1));
    assertThat(total.lastEnd()).contains(Instant.ofEpochSecond(3));
    assertThat(summary.labels()).containsOnlyKeys("a", "b");
    assertThat(summary.labels().get("b").errorRate()).hasValue(1);
  }

  @Test
  void sessionsOfWebSocketsCountOnlyWhereThereIsNoRequest() {
    LatencySnapshot session = snapshot(series("s", Kind.WS, Outcome.OK), 0, 5 * MS);
    LatencySnapshot request = snapshot(series("r", Kind.HTTP, Outcome.OK), 0, 7 * MS);

    assertThat(Summary.of(List.of(session, request), FINE, true).labels()).containsOnlyKeys("r");
    assertThat(Summary.of(List.of(session), FINE, true).labels()).containsOnlyKeys("s");
  }

  @Test
  void aToolOfWholeMillisecondsHasWholePercentilesAndAFineMean() {
    Figures total =
        Summary.of(
                List.of(snapshot(series("a", Kind.HTTP, Outcome.OK), 0, MS, 2 * MS)), WHOLE, true)
            .total();

    assertThat(total.percentile(50)).contains(ms("1"));
    assertThat(total.max()).contains(ms("2"));
    assertThat(total.mean()).contains(ms("1.500"));
  }

  @Test
  void withoutARequestThereIsNoFigure() {
    Summary summary = Summary.of(List.of(), FINE, true);

    assertThat(summary.labels()).isEmpty();
    assertThat(summary.total().count()).isZero();
    assertThat(summary.total().errorRate()).isEmpty();
    assertThat(summary.total().requestsPerSecond()).isEmpty();
    assertThat(summary.total().percentile(99)).isEmpty();
    assertThat(summary.total().mean()).isEmpty();
    assertThat(summary.total().firstStart()).isEmpty();
  }

  private static BigDecimal ms(String text) {
    return new BigDecimal(text);
  }
}
