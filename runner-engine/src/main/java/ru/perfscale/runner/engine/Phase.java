package ru.perfscale.runner.engine;

/** The part of the run a sample belongs to; only {@link #MAIN} counts as load. */
public enum Phase {
  MAIN,
  SETUP,
  TEARDOWN
}
