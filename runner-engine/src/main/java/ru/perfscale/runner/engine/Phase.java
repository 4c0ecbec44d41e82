package ru.perfscale.runner.engine;

/** The part of the run a sample belongs to; only {@link #MAIN} counts as load. */
public enum Phase {
  /** The load itself. */
  MAIN,
  /** What the script does once before it. */
  SETUP,
  /** What the script does once after it. */
  TEARDOWN
}
