package ru.perfscale.runner.engine.tool;

/** How a tool is asked to stop so that it still hands over everything it measured. */
public enum GracefulStop {
  /** SIGINT to the tool's main process, once. */
  INTERRUPT,
  /** SIGTERM to the tool's main process, once. */
  TERMINATE,
  /** SIGTERM to the tool's whole process group, once. */
  TERMINATE_GROUP,
  /** The line {@code stop} on the tool's standard input, which every other tool finds empty. */
  STOP_LINE
}
