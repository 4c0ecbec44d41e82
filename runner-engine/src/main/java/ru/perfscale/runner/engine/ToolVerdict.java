package ru.perfscale.runner.engine;

/**
 * What the tool's exit code says. Of no weight when the run was cancelled, aborted or timed out.
 */
public enum ToolVerdict {
  /** The tool is content; it need not have sent a single request. */
  PASSED,
  /** A pass/fail rule of the script (such as a k6 threshold) does not hold. */
  CRITERION_FAILED,
  /** The script could not be run, or gave up by itself. */
  SCRIPT_ERROR,
  /** Anything else: a crash, a signal, an unknown exit code. */
  TOOL_FAILED
}
