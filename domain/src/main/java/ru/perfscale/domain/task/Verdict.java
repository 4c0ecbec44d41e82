package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.task.RunReport.End;

/**
 * How a task ended and why: {@code docs/measurement.md}, section Verdict.
 *
 * @param status a terminal one
 * @param reasons empty exactly when there is nothing to explain
 */
public record Verdict(TaskStatus status, List<Reason> reasons) {
  /** What one machine said; the name is empty where there is only one. */
  private record Said(String machine, RunReport run) {}

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
   * Judges the runs of all machines together, the worst first: a fault on any of them fails the
   * task, then a cancel, then the time limit; only what ran to its end everywhere is judged by its
   * figures.
   *
   * @param figures of all machines' samples
   * @param coverage stored ÷ expected frames of all machines
   * @param account how far the figures go
   * @param criterion the highest error rate that passes, where the script sets none
   */
  public static Verdict of(
      List<AssignmentReport> reports,
      Tool tool,
      Figures figures,
      double coverage,
      Account account,
      ErrorCriterion criterion) {
    boolean several = reports.size() > 1;
    List<Said> said =
        reports.stream().map(each -> new Said(several ? each.machine() : "", each.run())).toList();
    return judge(said, tool, figures, coverage, account, criterion);
  }

  /**
   * Judges the run of a single machine.
   *
   * @param coverage stored ÷ expected frames
   * @param criterion the highest error rate that passes, where the script sets none
   */
  public static Verdict of(
      RunReport report, Tool tool, Figures figures, double coverage, ErrorCriterion criterion) {
    return judge(
        List.of(new Said("", report)), tool, figures, coverage, Account.NONE_YET, criterion);
  }

  private static Verdict judge(
      List<Said> said,
      Tool tool,
      Figures figures,
      double coverage,
      Account account,
      ErrorCriterion criterion) {
    List<Reason> faults =
        named(said, run -> run.end().fault().map(code -> new Reason(code, run.message())));
    if (!faults.isEmpty()) {
      return new Verdict(TaskStatus.FAILED, faults);
    }
    if (anyEnded(said, End.CANCELLED)) {
      return cancelled();
    }
    if (anyEnded(said, End.TIMED_OUT)) {
      return new Verdict(TaskStatus.TIMEOUT, List.of());
    }
    List<Reason> reasons = reasons(said, tool, figures, criterion);
    reasons.addAll(account.reasons());
    reasons.addAll(incomplete(said, coverage));
    return new Verdict(reasons.isEmpty() ? TaskStatus.PASSED : TaskStatus.FAILED, reasons);
  }

  private static boolean anyEnded(List<Said> said, End end) {
    return said.stream().anyMatch(each -> each.run().end() == end);
  }

  private static List<Reason> reasons(
      List<Said> said, Tool tool, Figures figures, ErrorCriterion criterion) {
    List<Reason> reasons =
        new ArrayList<>(
            named(
                said,
                run ->
                    run.end() == End.CRITERION_FAILED
                        ? Optional.of(new Reason(Reason.Code.TOOL_CRITERION, run.message()))
                        : Optional.empty()));
    if (figures.totalRequests() == 0 && tool != Tool.CUSTOM) {
      reasons.add(
          new Reason(
              Reason.Code.NO_SAMPLES,
              "The run ended without a single request; see log_tail for what the tool said"));
    }
    boolean judged = said.stream().anyMatch(each -> each.run().judgesErrors());
    if (!judged && figures.errorRate().isPresent()) {
      criterion.judge(figures.errorRate().getAsDouble()).ifPresent(reasons::add);
    }
    return reasons;
  }

  private static List<Reason> incomplete(List<Said> said, double coverage) {
    List<Reason> reasons = new ArrayList<>(named(said, run -> malformed(run.evidence())));
    if (coverage < 1) {
      reasons.add(
          new Reason(
              Reason.Code.INCOMPLETE,
              String.format(
                  Locale.ROOT, "Only %.2f %% of the run's frames are stored", coverage * 100)));
    }
    return reasons;
  }

  private static Optional<Reason> malformed(Evidence evidence) {
    long records = evidence.samples().malformed();
    return records == 0
        ? Optional.empty()
        : Optional.of(
            new Reason(
                Reason.Code.INCOMPLETE,
                records
                    + (records == 1 ? " record" : " records")
                    + " of the tool's samples could not be read, and what they were is in no"
                    + " figure"));
  }

  /** What several machines said in the same words is one reason, with the names of all of them. */
  private static List<Reason> named(
      List<Said> said, Function<RunReport, Optional<Reason>> reasonOf) {
    Map<Reason, List<String>> machines = new LinkedHashMap<>();
    for (Said each : said) {
      reasonOf
          .apply(each.run())
          .ifPresent(
              reason ->
                  machines.computeIfAbsent(reason, r -> new ArrayList<>()).add(each.machine()));
    }
    return machines.entrySet().stream()
        .map(entry -> entry.getKey().said(String.join(", ", entry.getValue())))
        .toList();
  }
}
