package ru.perfscale.runner.engine.criteria;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.summary.Figures;

/**
 * A rule that a script has in its tool's own language, such as a threshold of k6, and that the
 * engine judges in the tool's place, by the rules of {@code docs/measurement.md}. The parts of a
 * load on several machines can be judged together:
 *
 * <pre>{@code
 * List<LatencySnapshot> all =
 *     results.stream().flatMap(result -> result.totals().stream()).toList();
 * ToolJudgement judgement = criterion.judge(all, results.getFirst().latency());
 * }</pre>
 *
 * @param text as the script has it, such as {@code http_req_duration p(95)<500}
 * @param requests what it is about
 * @param metric the figure
 * @param comparator how the figure must stand to the limit
 * @param limit in the metric's {@linkplain Metric#unit() unit}
 * @param abortAfter how long the load must have lasted before the rule, when broken, ends the run
 *     at once; empty if it is judged at the end alone
 */
public record ToolCriterion(
    String text,
    Selection requests,
    Metric metric,
    Comparator comparator,
    BigDecimal limit,
    Optional<Duration> abortAfter) {
  public ToolCriterion {
    requireNonNull(text, "text");
    requireNonNull(requests, "requests");
    requireNonNull(metric, "metric");
    requireNonNull(comparator, "comparator");
    requireNonNull(limit, "limit");
    requireNonNull(abortAfter, "abortAfter");
  }

  /** Whether there is anything to judge. */
  public boolean isMeasured(Collection<LatencySnapshot> totals) {
    return totals.stream().anyMatch(total -> total.count() > 0 && requests.has(total.series()));
  }

  /**
   * Applies it. As k6 has it, a share of no requests breaks no rule, and any other figure of none
   * is 0.
   *
   * @param totals of a run, or of all runs that produced one load, in any order
   * @param latency what their durations are
   */
  public ToolJudgement judge(Collection<LatencySnapshot> totals, LatencyMeaning latency) {
    List<LatencySnapshot> own =
        totals.stream().filter(total -> total.count() > 0 && requests.has(total.series())).toList();
    Optional<BigDecimal> measured = metric.of(Figures.of(own, latency.resolution()));
    if (measured.isEmpty() && metric.unit() == Unit.SHARE) {
      return new ToolJudgement(this, true, text + " holds: there was no request");
    }
    BigDecimal value = measured.orElse(BigDecimal.ZERO);
    boolean holds = comparator.holds(value, limit);
    return new ToolJudgement(
        this,
        holds,
        text
            + (holds ? " holds: " : " was crossed: ")
            + metric.unit().show(value)
            + (measured.isEmpty() ? ", as nothing was measured" : ""));
  }
}
