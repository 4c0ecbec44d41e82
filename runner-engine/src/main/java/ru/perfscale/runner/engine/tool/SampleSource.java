package ru.perfscale.runner.engine.tool;

/** Where a tool's samples come from, and in which form. */
public enum SampleSource {
  /** k6's CSV on standard output; the log is standard error alone. */
  STDOUT_CSV,
  /**
   * Sample frames or text lines in the named pipe whose path is in the environment variable {@code
   * PERFSCALE_SAMPLES}; the log is standard output and standard error.
   */
  PIPE
}
