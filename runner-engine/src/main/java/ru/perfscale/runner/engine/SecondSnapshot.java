package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What ended in one second of a run. Second <i>k</i> is [t0+k, t0+k+1) where t0 is {@link
 * Run#startedAt()}; it closes 300 ms after its end. Snapshots are addends: the last ones of a run
 * may repeat a second.
 *
 * @param second k, from 0
 * @param series what was measured; empty in a silent second
 * @param users active virtual users when the second closed; empty if the tool never said
 * @param late samples in this snapshot that ended in an earlier, already closed second
 * @param skewed samples in this snapshot whose timestamp was more than 5 s off their arrival, and
 *     which were therefore put into the second of their arrival
 * @param health how the generator was doing; empty in snapshots that follow each other at once, as
 *     the last ones of a run do, and where it cannot be read
 */
public record SecondSnapshot(
    long second,
    List<LatencySnapshot> series,
    OptionalInt users,
    long late,
    long skewed,
    Optional<GeneratorHealth> health) {
  public SecondSnapshot {
    series = List.copyOf(series);
    requireNonNull(users, "users");
    requireNonNull(health, "health");
  }

  /** One that says nothing of the generator's health. */
  public SecondSnapshot(
      long second, List<LatencySnapshot> series, OptionalInt users, long late, long skewed) {
    this(second, series, users, late, skewed, Optional.empty());
  }

  /** The same with another health. */
  public SecondSnapshot with(Optional<GeneratorHealth> other) {
    return new SecondSnapshot(second, series, users, late, skewed, other);
  }
}
