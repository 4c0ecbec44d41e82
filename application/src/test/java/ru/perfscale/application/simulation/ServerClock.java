package ru.perfscale.application.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * The clocks of one server process: a monotonic one, and the database's as it knows it, learnt when
 * it starts and every ten seconds since. In between that one goes on by the monotonic one. What the
 * system's clock of the server's host says, nobody reads.
 */
final class ServerClock implements InstantSource {
  private static final int LOOKS = 3;

  private final Timeline time;
  private Duration stoodStill = Duration.ZERO;
  private Reading reading;

  private record Reading(Instant instant, long at, long roundTrip) {}

  ServerClock(Timeline time, Instant begin) {
    this.time = time;
    this.reading = new Reading(begin, nanos(), 0);
  }

  /** As {@link System#nanoTime}, which stands still while the host is suspended. */
  long nanos() {
    return time.nanos() - stoodStill.toNanos();
  }

  void stoodStill(Duration suspended) {
    stoodStill = stoodStill.plus(suspended);
  }

  /** Looks at the database's clock again; the quickest answer counts. */
  void adjust(Supplier<Instant> database) {
    Reading best = look(database);
    for (int i = 1; i < LOOKS; i++) {
      Reading another = look(database);
      best = another.roundTrip() < best.roundTrip() ? another : best;
    }
    reading = best;
  }

  private Reading look(Supplier<Instant> database) {
    long before = nanos();
    Instant instant = database.get();
    long roundTrip = nanos() - before;
    return new Reading(instant, before + roundTrip / 2, roundTrip);
  }

  @Override
  public Instant instant() {
    return reading.instant().plusNanos(nanos() - reading.at());
  }
}
