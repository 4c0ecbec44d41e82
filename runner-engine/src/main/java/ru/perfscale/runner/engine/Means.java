package ru.perfscale.runner.engine;

/**
 * What holds the processes of a run together, so that all of them can be ended. Strongest first.
 */
public enum Means {
  /** A PID namespace: the kernel itself ends everything in it. Nothing can escape. */
  PID_NAMESPACE,
  /**
   * A cgroup (version 2) of the run's own: the kernel kills everything in it at once and says when
   * it is empty. Nothing can escape where tools run as another user than this JVM; where both are
   * the same user, a process that means to may move itself out, and is then looked for as with
   * {@link #PROCESS_GROUP}.
   */
  CGROUP,
  /**
   * A process group, its descendants, and whatever carries the run's mark in its environment. A
   * process that leaves all three can escape.
   */
  PROCESS_GROUP
}
