package ru.perfscale.runner.engine.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.latency.LatencyHistogram;
import ru.perfscale.runner.engine.summary.Summary;

class CriterionTest {
  /** 98 good requests of 100 ms and 2 failed ones of 900 ms within 10 s. */
  private static final Summary SUMMARY =
      Summary.of(
          List.of(requests(Outcome.OK, 98, 100), requests(Outcome.ERROR, 2, 900)),
          new LatencyMeaning("test", Duration.ofNanos(1)),
          true);

  private static LatencySnapshot requests(Outcome outcome, int count, long millis) {
    LatencyHistogram histogram = new LatencyHistogram();
    long nanos = millis * 1_000_000;
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      histogram.add(nanos);
      all.add(nanos);
    }
    return new LatencySnapshot(
        new Series("login", Kind.HTTP, outcome, Phase.MAIN, Measure.SERVICE),
        count,
        0,
        all.stream().mapToLong(Long::longValue).sum(),
        nanos,
        nanos,
        0,
        10_000_000_000L,
        histogram.encode());
  }

  @ParameterizedTest
  @CsvSource({
    "p95 < 500ms, true, p95 is 100 ms",
    "p95<100, false, p95 is 100 ms",
    "p95 <= 0.1s, true, p95 is 100 ms",
    "p99 < 500ms, false, p99 is 899.94 ms",
    "p99.9 >= 900ms, true, p99.9 is 900 ms",
    "error_rate < 2%, false, error_rate is 2 %",
    "error_rate <= 0.02, true, error_rate is 2 %",
    "rps == 10, true, rps is 10",
    "rps > 10, false, rps is 10",
    "count >= 100, true, count is 100",
    "errors < 2, false, errors is 2",
    "mean < 116ms, false, mean is 116 ms",
    "max < 1s, true, max is 900 ms",
    "min > 99.5ms, true, min is 100 ms",
    "[login] p50 < 1s, true, [login] p50 is 100 ms",
  })
  void theMeasuredValueIsComparedWithTheLimit(String text, boolean passed, String value) {
    Judgement judgement = Criterion.parse(text).judge(SUMMARY);

    assertThat(judgement.passed()).isEqualTo(passed);
    assertThat(judgement.message()).isEqualTo(value + ", criterion " + text);
  }

  @Test
  void whatWasNotMeasuredIsNotGoodEnough() {
    Judgement judgement = Criterion.parse("[logout] p95 < 1s").judge(SUMMARY);

    assertThat(judgement.passed()).isFalse();
    assertThat(judgement.message()).startsWith("[logout] p95 was not measured");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "p95",
        "p95 < ",
        "p95 =< 5",
        "p0 < 5",
        "p100.1 < 5",
        "p95 < 5%",
        "rps > 5ms",
        "error_rate < 1s",
        "latency < 5",
        "p95 < -1",
        "p95 < 5 minutes",
        "[] p95 < 5"
      })
  void whatCannotBeReadIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Criterion.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("criterion '" + text + "'");
  }

  @Test
  void onlyRulesOnFailuresMakeTheDefaultOneNeedless() {
    assertThat(Criterion.parse("error_rate < 10%").judgesErrors()).isTrue();
    assertThat(Criterion.parse("errors == 0").judgesErrors()).isTrue();
    assertThat(Criterion.parse("p95 < 1s").judgesErrors()).isFalse();
  }
}
