package ru.perfscale.agent.protocol;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.SampleCounts;
import ru.perfscale.runner.engine.StopReport;

/**
 * How a run ended.
 *
 * @param message why, for the user
 * @param judgesErrors whether the script has its own criterion on errors
 * @param latency empty when the tool never ran
 * @param totals the whole run by series; must equal the sum of all frames
 * @param logTail at most 16 KiB of UTF-8
 * @param stop empty when the tool never ran
 * @param evidence how far the figures go
 */
public record FinishReport(
    End end,
    String message,
    boolean judgesErrors,
    Optional<LatencyMeaning> latency,
    List<LatencySnapshot> totals,
    String logTail,
    Optional<StopReport> stop,
    Evidence evidence) {
  private static final int MESSAGE_BYTES = 4 * 1024;
  private static final int LOG_BYTES = 16 * 1024;

  /** The ways in which a run ends, in the protocol's words. */
  public enum End {
    COMPLETED,
    CRITERION_FAILED,
    SCRIPT_ERROR,
    TOOL_FAILED,
    TOOL_MISSING,
    START_FAILED,
    CANCELLED,
    TIMED_OUT,
    CONTACT_LOST;

    String onTheWire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public FinishReport {
    totals = List.copyOf(totals);
    message = Excerpt.beginning(message, MESSAGE_BYTES);
    logTail = Excerpt.end(logTail, LOG_BYTES);
  }

  /** The tool never ran. */
  public static FinishReport withoutRun(End end, String message) {
    return new FinishReport(
        end, message, false, Optional.empty(), List.of(), "", Optional.empty(), Evidence.NONE);
  }

  public static FinishReport of(RunResult result) {
    return new FinishReport(
        end(result),
        result.message(),
        result.judgesErrors(),
        Optional.of(result.latency()),
        result.totals(),
        logTail(result),
        Optional.of(result.stop()),
        Evidence.of(result));
  }

  /** The same report with one more sentence in its message. */
  public FinishReport adding(String sentence) {
    return new FinishReport(
        end,
        message.isEmpty() ? sentence : sentence + "\n" + message,
        judgesErrors,
        latency,
        totals,
        logTail,
        stop,
        evidence);
  }

  /** A tool that is silent leaves its reader something all the same. */
  private static String logTail(RunResult result) {
    String text = result.log().text();
    SampleCounts counts = result.counts();
    return text.isBlank()
        ? "[the tool wrote no log: %s; %d requests, %d errors]\n"
            .formatted(result.message(), counts.samples(), counts.errors())
        : text;
  }

  private static End end(RunResult result) {
    return switch (result.end()) {
      case COMPLETED, FAILED -> ended(result);
      case CANCELLED -> End.CANCELLED;
      case TIMED_OUT -> End.TIMED_OUT;
      case ABORTED -> End.CONTACT_LOST;
    };
  }

  private static End ended(RunResult result) {
    // A run that failed cannot pass, whatever its tool says: its supervisor or its samples broke.
    // Only of records that cannot be read the report says by itself how many are missing.
    boolean whole =
        result.end() == ru.perfscale.runner.engine.End.COMPLETED || result.counts().malformed() > 0;
    return switch (result.verdict()) {
      case PASSED -> whole ? End.COMPLETED : End.TOOL_FAILED;
      case CRITERION_FAILED -> whole ? criterionFailed(result) : End.TOOL_FAILED;
      case SCRIPT_ERROR -> End.SCRIPT_ERROR;
      case TOOL_FAILED -> End.TOOL_FAILED;
    };
  }

  /**
   * What only this machine's part breaks, all of them together may hold: unless the tool judged by
   * itself, or the script has the run end at once, it is left to whoever has all figures.
   */
  private static End criterionFailed(RunResult result) {
    boolean judgedByEngine =
        result.toolCriteria().stream().anyMatch(judgement -> !judgement.passed());
    boolean ranToItsEnd = result.stop().askedAt().isEmpty();
    return judgedByEngine && ranToItsEnd && Evidence.isToldWhole(result)
        ? End.COMPLETED
        : End.CRITERION_FAILED;
  }
}
