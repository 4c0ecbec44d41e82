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
 */
public record RunReport(
    End end,
    String message,
    boolean judgesErrors,
    Optional<LatencyMeaning> latency,
    String logTail) {
  /** The ways in which a run ends. */
  public enum End {
    /** The tool ended by itself and was fine. */
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
    /** Stopped by the agent itself, out of contact for too long. */
    CONTACT_LOST
  }

  public RunReport {
    requireNonNull(end);
    requireNonNull(message);
    requireNonNull(latency);
    requireNonNull(logTail);
  }
}
