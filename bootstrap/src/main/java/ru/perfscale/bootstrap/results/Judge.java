package ru.perfscale.bootstrap.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.task.ErrorCriterion;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Reason;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.TaskStatus;
import ru.perfscale.domain.task.Verdict;
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.ToolVerdict;
import ru.perfscale.runner.engine.criteria.Criterion;
import ru.perfscale.runner.engine.criteria.Judgement;
import ru.perfscale.runner.engine.results.Results;
import ru.perfscale.runner.engine.summary.Summary;

/** Applies the rules of {@code docs/measurement.md}, section Verdict, to what was measured here. */
public final class Judge {
  private static final double WHOLE = 1;

  private final List<Criterion> criteria;

  public Judge(List<Criterion> criteria) {
    this.criteria = List.copyOf(criteria);
  }

  /** Judges a run that has ended. */
  public Outcome run(String tool, RunResult result) {
    Summary summary = result.summary();
    RunReport report =
        new RunReport(
            end(result),
            result.message(),
            result.judgesErrors() || judgeErrors(),
            Optional.empty(),
            "");
    Verdict verdict = withCriteria(verdict(report, Tool.parse(tool), summary), summary);
    if (cannotBeRead(result)) {
      verdict = with(verdict, new Reason(Reason.Code.INCOMPLETE, result.message()));
    }
    return new Outcome(
        verdict, Optional.of(summary), judgements(summary), Warnings.of(result, summary));
  }

  /** Judges results that came from elsewhere: of their run nothing is known but its requests. */
  public Outcome results(Results results) {
    Summary summary = results.summary();
    RunReport report =
        new RunReport(RunReport.End.COMPLETED, "", judgeErrors(), Optional.empty(), "");
    // Whatever the tool was: results without a request are nothing to pass.
    Verdict verdict = withCriteria(verdict(report, Tool.K6, summary), summary);
    long malformed = results.counts().malformed();
    if (malformed > 0) {
      verdict =
          with(
              verdict,
              new Reason(
                  Reason.Code.INCOMPLETE,
                  CountText.of(malformed)
                      + (malformed == 1 ? " row makes" : " rows make")
                      + " no sense; what they were is in no figure"));
    }
    return new Outcome(
        verdict, Optional.of(summary), judgements(summary), Warnings.of(results.counts(), summary));
  }

  private boolean judgeErrors() {
    return criteria.stream().anyMatch(Criterion::judgesErrors);
  }

  private static RunReport.End end(RunResult result) {
    return switch (result.end()) {
      case COMPLETED -> ofTool(result.verdict());
      case FAILED -> cannotBeRead(result) ? ofTool(result.verdict()) : failure(result.verdict());
      case CANCELLED -> RunReport.End.CANCELLED;
      case TIMED_OUT -> RunReport.End.TIMED_OUT;
      case ABORTED -> RunReport.End.TOOL_FAILED;
    };
  }

  private static RunReport.End ofTool(ToolVerdict verdict) {
    return verdict == ToolVerdict.CRITERION_FAILED
        ? RunReport.End.CRITERION_FAILED
        : RunReport.End.COMPLETED;
  }

  private static RunReport.End failure(ToolVerdict verdict) {
    return verdict == ToolVerdict.SCRIPT_ERROR
        ? RunReport.End.SCRIPT_ERROR
        : RunReport.End.TOOL_FAILED;
  }

  /** Whether the tool itself was fine and only some of its samples are lost. */
  private static boolean cannotBeRead(RunResult result) {
    boolean fine =
        result.verdict() == ToolVerdict.PASSED || result.verdict() == ToolVerdict.CRITERION_FAILED;
    return result.end() == End.FAILED && fine && result.counts().malformed() > 0;
  }

  private static Verdict verdict(RunReport report, Tool tool, Summary summary) {
    OptionalDouble errorRate = summary.total().errorRate();
    Figures figures =
        new Figures(Optional.empty(), errorRate, OptionalDouble.empty(), summary.total().count());
    Verdict verdict = Verdict.of(report, tool, figures, WHOLE, ErrorCriterion.DEFAULT);
    return new Verdict(verdict.status(), verdict.reasons().stream().map(Judge::here).toList());
  }

  /** The domain's words point to a field of the server's answers. */
  private static Reason here(Reason reason) {
    return reason.code() == Reason.Code.NO_SAMPLES
        ? new Reason(reason.code(), "There was not a single request")
        : reason;
  }

  private Verdict withCriteria(Verdict verdict, Summary summary) {
    if (verdict.status() != TaskStatus.PASSED && verdict.status() != TaskStatus.FAILED) {
      return verdict;
    }
    Verdict judged = verdict;
    for (Judgement judgement : judgements(summary)) {
      if (!judgement.passed()) {
        judged = with(judged, new Reason(Reason.Code.CRITERION, judgement.message()));
      }
    }
    return judged;
  }

  private List<Judgement> judgements(Summary summary) {
    return criteria.stream().map(criterion -> criterion.judge(summary)).toList();
  }

  private static Verdict with(Verdict verdict, Reason reason) {
    List<Reason> reasons = new ArrayList<>(verdict.reasons());
    reasons.add(reason);
    return new Verdict(TaskStatus.FAILED, reasons);
  }
}
