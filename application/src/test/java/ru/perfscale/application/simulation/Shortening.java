package ru.perfscale.application.simulation;

import java.util.Optional;

/** Makes a schedule that fails shorter, as long as it still fails. */
final class Shortening {
  private Shortening() {}

  static Schedule of(Schedule failing) {
    Schedule shortest = failing;
    boolean shorter = true;
    while (shorter) {
      shorter = false;
      for (int i = shortest.happenings().size() - 1; i >= 0; i--) {
        Schedule attempt = shortest.without(i);
        if (fails(attempt)) {
          shortest = attempt;
          shorter = true;
        }
      }
      for (Schedule attempt : calmer(shortest)) {
        if (!attempt.equals(shortest) && fails(attempt)) {
          shortest = attempt;
          shorter = true;
          break;
        }
      }
    }
    return shortest;
  }

  private static boolean fails(Schedule schedule) {
    Optional<Violation> violation = Simulation.run(schedule, false).violation();
    return violation.isPresent();
  }

  private static Schedule[] calmer(Schedule schedule) {
    Noise n = schedule.noise();
    return new Schedule[] {
      schedule.with(Noise.NONE),
      schedule.with(
          new Noise(0, n.doubled(), n.slow(), n.interrupted(), n.repeated(), n.unknownCommit())),
      schedule.with(
          new Noise(n.lost(), 0, n.slow(), n.interrupted(), n.repeated(), n.unknownCommit())),
      schedule.with(
          new Noise(n.lost(), n.doubled(), 0, n.interrupted(), n.repeated(), n.unknownCommit())),
      schedule.with(new Noise(n.lost(), n.doubled(), n.slow(), 0, n.repeated(), n.unknownCommit())),
      schedule.with(
          new Noise(n.lost(), n.doubled(), n.slow(), n.interrupted(), 0, n.unknownCommit())),
      schedule.with(new Noise(n.lost(), n.doubled(), n.slow(), n.interrupted(), n.repeated(), 0)),
      schedule.withServers(1)
    };
  }
}
