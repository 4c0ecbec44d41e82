package ru.perfscale.application.simulation;

import java.time.Duration;

/** The agent's pauses between attempts. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LAST = Duration.ofSeconds(5);

  private final Chance chance;
  private Duration bound = FIRST;

  Backoff(Chance chance) {
    this.chance = chance;
  }

  Duration next() {
    Duration pause = chance.upTo(bound);
    Duration doubled = bound.multipliedBy(2);
    bound = doubled.compareTo(LAST) < 0 ? doubled : LAST;
    return pause;
  }

  void reset() {
    bound = FIRST;
  }
}
