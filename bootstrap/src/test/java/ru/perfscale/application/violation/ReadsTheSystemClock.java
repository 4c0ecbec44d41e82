package ru.perfscale.application.violation;

import java.time.Instant;

/** Breaks a rule on purpose. */
final class ReadsTheSystemClock {
  private final Instant now = Instant.now();

  @Override
  public String toString() {
    return now.toString();
  }
}
