package ru.perfscale.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Tally;
import ru.perfscale.domain.task.ToolCriterion;
import ru.perfscale.domain.task.ToolJudgement;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Thresholds are judged on what all machines measured, not on the parts. */
class EngineCriteriaTest {
  private static final LatencyMeaning MEANING =
      new LatencyMeaning("from sending to the last byte", Duration.ofNanos(1));
  private static final long MILLISECOND = 1_000_000;

  /** Of 100 requests on one machine 10 took 900 ms; on the other, of 900 none. */
  private static final List<Interval> SLOW =
      List.of(timed("/", Series.Outcome.OK, 90, 100), timed("/", Series.Outcome.OK, 10, 900));

  private static final List<Interval> FAST = List.of(timed("/", Series.Outcome.OK, 900, 100));

  private static Interval timed(String label, Series.Outcome outcome, int count, long millis) {
    LatencyHistogram histogram = new LatencyHistogram();
    histogram.add(millis * MILLISECOND, count);
    return new Interval(
        series(label, outcome),
        new Tally(
            count,
            0,
            count * millis * MILLISECOND,
            millis * MILLISECOND,
            millis * MILLISECOND,
            new Tally.Span(0, 1_000 * MILLISECOND)),
        histogram.encode());
  }

  private static Series series(String label, Series.Outcome outcome) {
    return new Series(label, Series.Kind.HTTP, outcome, Series.Phase.MAIN, Series.Measure.SERVICE);
  }

  private static ToolJudgement judged(
      String figure, String comparator, String limit, List<Interval> totals) {
    return judged(Optional.empty(), figure, comparator, limit, totals);
  }

  private static ToolJudgement judged(
      Optional<String> label,
      String figure,
      String comparator,
      String limit,
      List<Interval> totals) {
    ToolCriterion criterion =
        new ToolCriterion(
            "the rule",
            new ToolCriterion.Requests(Series.Kind.HTTP, label, Optional.empty()),
            figure,
            comparator,
            new BigDecimal(limit));
    return new EngineCriteria().judge(criterion, totals, MEANING);
  }

  private static List<Interval> both() {
    return List.of(SLOW.get(0), SLOW.get(1), FAST.get(0));
  }

  @Test
  void whatBreaksOnOneMachineMayHoldOnAll() {
    assertThat(judged("p95", "<", "500", SLOW).passed()).isFalse();

    assertThat(judged("p95", "<", "500", both()))
        .isEqualTo(new ToolJudgement("the rule", true, "the rule holds: 100 ms"));
  }

  @Test
  void whatHoldsOnEachMachineMayBreakOnAll() {
    assertThat(judged("count", "<", "950", SLOW).passed()).isTrue();
    assertThat(judged("count", "<", "950", FAST).passed()).isTrue();

    assertThat(judged("count", "<", "950", both()))
        .isEqualTo(new ToolJudgement("the rule", false, "the rule was crossed: 1000"));
  }

  @Test
  void errorsWithoutADurationAreRequestsToo() {
    Interval refused =
        new Interval(
            series("/", Series.Outcome.ERROR),
            new Tally(100, 100, 0, Long.MAX_VALUE, 0, new Tally.Span(0, 1)),
            new byte[0]);

    assertThat(judged("error_rate", "<=", "0.1", List.of(FAST.get(0), refused)).passed()).isTrue();
    assertThat(judged("error_rate", "<", "0.1", List.of(FAST.get(0), refused)).message())
        .isEqualTo("the rule was crossed: 10 %");
  }

  @Test
  void aRuleOnALabelIsAboutItsRequestsAlone() {
    List<Interval> totals =
        List.of(timed("login", Series.Outcome.OK, 1, 900), timed("/", Series.Outcome.OK, 999, 100));

    assertThat(judged(Optional.of("login"), "max", "<", "500", totals).passed()).isFalse();
    assertThat(judged(Optional.of("other"), "max", "<", "500", totals).message())
        .isEqualTo("the rule holds: 0 ms, as nothing was measured");
  }

  @Test
  void limitsKeepAllTheirDecimals() {
    assertThat(judged("mean", "==", "100.000000000000", FAST).passed()).isTrue();
    assertThat(judged("mean", "==", "100.000000000001", FAST).passed()).isFalse();
    assertThat(judged("p99.999", ">=", "100", FAST).passed()).isTrue();
  }
}
