package ru.perfscale.runner.engine;

/** How a run came to its end. */
public enum End {
  /** The tool ran to its own end; its criterion, if any, may have failed. */
  COMPLETED,
  /** The tool, its script or its supervisor failed, or some of its samples could not be read. */
  FAILED,
  /** {@link Run#cancel()} came first. */
  CANCELLED,
  /** The time limit came first. */
  TIMED_OUT,
  /** {@link Run#abort(String)} came first. */
  ABORTED
}
