package ru.perfscale.bootstrap.local;

/** Shows a run while it is going on; used by one thread. */
interface View {
  /** Something that happened, such as a step of an installation. */
  void say(String event);

  /** Looks again; called several times a second. */
  void show(Progress.State state, double elapsedSeconds, boolean stopping);

  /** The run is over: what was only for the time of it goes away. */
  void end();
}
