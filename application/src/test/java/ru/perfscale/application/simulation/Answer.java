package ru.perfscale.application.simulation;

/** What comes back to an agent that asked for something. */
sealed interface Answer<T> {
  record Given<T>(T value) implements Answer<T> {}

  /** 404 or 409: what was asked about does not count any more. */
  record Gone<T>(String why) implements Answer<T> {}

  /**
   * Nothing that could be believed came back.
   *
   * @param heard whether the control plane was there all the same
   */
  record Unavailable<T>(boolean heard) implements Answer<T> {}
}
