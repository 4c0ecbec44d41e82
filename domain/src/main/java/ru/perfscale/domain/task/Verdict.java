package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import ru.perfscale.domain.loadtest.Tool;

/**
 * How a task ended and why: {@code docs/measurement.md}, section Verdict.
 *
 * @param status a terminal one
 * @param reasons empty exactly when there is nothing to explain
 */
public record Verdict(TaskStatus status, List<Reason> reasons) {
  public Verdict {
    requireNonNull(status);
    if (!status.isTerminal()) {
      throw new IllegalArgumentException("Not a verdict: " + status);
    }
    reasons = List.copyOf(reasons);
  }

  /** Cancelled before any machine had begun. */
  public static Verdict cancelled() {
    return new Verdict(TaskStatus.CANCELLED, List.of());
  }

  public static Verdict failed(Reason.Code code, String message) {
    return new Verdict(TaskStatus.FAILED, List.of(new Reason(code, message)));
  }

  /**
   * Judges a run whose frames are stored.
   *
   * @param coverage stored ÷ expected frames
   * @param criterion the highest error rate that passes, where the script sets none
   */
  public static Verdict of(
      RunReport report, Tool tool, Figures figures, double coverage, ErrorCriterion criterion) {
    return switch (report.end()) {
      case CANCELLED -> cancelled();
      case TIMED_OUT -> new Verdict(TaskStatus.TIMEOUT, List.of());
      case CONTACT_LOST -> failed(Reason.Code.AGENT_LOST, report.message());
      case SCRIPT_ERROR -> failed(Reason.Code.SCRIPT_ERROR, report.message());
      case TOOL_FAILED -> failed(Reason.Code.TOOL_FAILED, report.message());
      case TOOL_MISSING -> failed(Reason.Code.TOOL_MISSING, report.message());
      case START_FAILED -> failed(Reason.Code.START_FAILED, report.message());
      case COMPLETED, CRITERION_FAILED ->
          ofReasons(reasons(report, tool, figures, coverage, criterion));
    };
  }

  private static Verdict ofReasons(List<Reason> reasons) {
    return new Verdict(reasons.isEmpty() ? TaskStatus.PASSED : TaskStatus.FAILED, reasons);
  }

  private static List<Reason> reasons(
      RunReport report, Tool tool, Figures figures, double coverage, ErrorCriterion criterion) {
    List<Reason> reasons = new ArrayList<>();
    if (report.end() == RunReport.End.CRITERION_FAILED) {
      reasons.add(new Reason(Reason.Code.TOOL_CRITERION, report.message()));
    }
    if (figures.totalRequests() == 0 && tool != Tool.CUSTOM) {
      reasons.add(
          new Reason(
              Reason.Code.NO_SAMPLES,
              "The run ended without a single request; see log_tail for what the tool said"));
    }
    if (!report.judgesErrors() && figures.errorRate().isPresent()) {
      criterion.judge(figures.errorRate().getAsDouble()).ifPresent(reasons::add);
    }
    if (coverage < 1) {
      reasons.add(
          new Reason(
              Reason.Code.INCOMPLETE,
              String.format(
                  Locale.ROOT, "Only %.2f %% of the run's frames are stored", coverage * 100)));
    }
    return reasons;
  }
}
