package ru.perfscale.bootstrap.wiring;

import java.util.List;
import java.util.Optional;
import ru.perfscale.application.task.CriterionJudge;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Tally;
import ru.perfscale.domain.task.ToolCriterion;
import ru.perfscale.domain.task.ToolJudgement;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.criteria.Criterion;
import ru.perfscale.runner.engine.criteria.Selection;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/**
 * Criteria judged by the engine's own code, so that one machine's figures and all of them agree.
 */
final class EngineCriteria implements CriterionJudge {
  private static final byte[] NOTHING = new LatencyHistogram().encode();

  @Override
  public ToolJudgement judge(
      ToolCriterion criterion, List<Interval> totals, LatencyMeaning latency) {
    var judgement =
        engines(criterion)
            .judge(
                totals.stream().map(EngineCriteria::snapshot).toList(),
                new ru.perfscale.runner.engine.LatencyMeaning(
                    latency.meaning(), latency.resolution()));
    return new ToolJudgement(criterion.text(), judgement.passed(), judgement.message());
  }

  private static ru.perfscale.runner.engine.criteria.ToolCriterion engines(ToolCriterion own) {
    // The engine's words for a figure and a comparator are those of its criteria; the limit is not
    // read again, so that it stays as exact as it came.
    Criterion form = Criterion.parse(own.figure() + " " + own.comparator() + " 0");
    return new ru.perfscale.runner.engine.criteria.ToolCriterion(
        own.text(),
        new Selection(
            Kind.valueOf(own.requests().kind().name()),
            own.requests().label(),
            own.requests().outcome().map(outcome -> Outcome.valueOf(outcome.name()))),
        form.metric(),
        form.comparator(),
        own.limit(),
        Optional.empty());
  }

  private static LatencySnapshot snapshot(Interval interval) {
    Series series = interval.series();
    Tally tally = interval.tally();
    return new LatencySnapshot(
        new ru.perfscale.runner.engine.Series(
            series.label(),
            Kind.valueOf(series.kind().name()),
            Outcome.valueOf(series.outcome().name()),
            Phase.valueOf(series.phase().name()),
            Measure.valueOf(series.measure().name())),
        tally.count(),
        tally.untimed(),
        tally.sumNanos(),
        tally.minNanos(),
        tally.maxNanos(),
        tally.span().firstStart(),
        tally.span().lastEnd(),
        interval.histogram().length == 0 ? NOTHING : interval.histogram());
  }
}
