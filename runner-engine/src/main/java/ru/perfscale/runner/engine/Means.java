package ru.perfscale.runner.engine;

/** What holds the processes of a run together, so that all of them can be ended. */
public enum Means {
  /** A PID namespace: the kernel itself ends everything in it. Nothing can escape. */
  PID_NAMESPACE,
  /**
   * A process group, its descendants, and whatever carries the run's mark in its environment. A
   * process that leaves all three can escape.
   */
  PROCESS_GROUP
}
