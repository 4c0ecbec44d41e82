package ru.perfscale.application.simulation;

import java.util.function.Function;

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

  /** The same answer about something else. */
  default <S> Answer<S> map(Function<T, S> to) {
    return switch (this) {
      case Given<T>(T value) -> new Given<>(to.apply(value));
      case Gone<T>(String why) -> new Gone<>(why);
      case Unavailable<T>(boolean heard) -> new Unavailable<>(heard);
    };
  }
}
