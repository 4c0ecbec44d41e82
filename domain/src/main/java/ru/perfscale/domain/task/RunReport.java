package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How an agent says that its run ended.
 *
 * @param message the tool's own words where it failed; may be empty
 * @param judgesErrors whether the script has its own criterion on errors, so that the default one
 *     does not apply
 * @param latency empty when the tool never ran
 * @param evidence how far the figures go
 */
public record RunReport(
    End end,
    String message,
    boolean judgesErrors,
    Optional<LatencyMeaning> latency,
    String logTail,
    Evidence evidence) {
  /** The ways in which a run ends. */
  public enum End {
    /** The tool ended by itself and was fine; its {@link ToolCriterion}s are judged here. */
    COMPLETED,
    /** The tool ended by itself; its own criterion failed. */
    CRITERION_FAILED,
    /** The tool refused the script. */
    SCRIPT_ERROR,
    /** The tool broke. */
    TOOL_FAILED,
    /** The tool could not be found or installed. */
    TOOL_MISSING,
    /** The run could not be started. */
    START_FAILED,
    /** Stopped because the task was cancelled. */
    CANCELLED,
    /** Stopped at the time limit. */
    TIMED_OUT,
    /** Stopped by the agent itself, out of contact for too long, or given up by the server. */
    CONTACT_LOST;

    /** Why the run was none; empty when it ran as it should, or was stopped because of others. */
    public Optional<Reason.Code> fault() {
      return switch (this) {
        case SCRIPT_ERROR -> Optional.of(Reason.Code.SCRIPT_ERROR);
        case TOOL_FAILED -> Optional.of(Reason.Code.TOOL_FAILED);
        case TOOL_MISSING -> Optional.of(Reason.Code.TOOL_MISSING);
        case START_FAILED -> Optional.of(Reason.Code.START_FAILED);
        case CONTACT_LOST -> Optional.of(Reason.Code.AGENT_LOST);
        case COMPLETED, CRITERION_FAILED, CANCELLED, TIMED_OUT -> Optional.empty();
      };
    }
  }

  /** Of a run whose agent is gone. */
  public static RunReport lost(String why) {
    return new RunReport(End.CONTACT_LOST, why, false, Optional.empty(), "");
  }

  public RunReport {
    requireNonNull(end);
    requireNonNull(message);
    requireNonNull(latency);
    requireNonNull(logTail);
    requireNonNull(evidence);
  }

  /** One without evidence. */
  public RunReport(
      End end,
      String message,
      boolean judgesErrors,
      Optional<LatencyMeaning> latency,
      String logTail) {
    this(end, message, judgesErrors, latency, logTail, Evidence.NONE);
  }
}
