package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What one simulation does: all of it follows from the seed, unless it was shortened. */
record Schedule(long seed, int servers, int machines, Noise noise, List<Happening> happenings) {
  Schedule {
    happenings = happenings.stream().sorted().toList();
  }

  static Schedule of(long seed) {
    Chance chance = new Chance(seed, "schedule");
    Duration horizon = Duration.ofSeconds(chance.oneOf(20, 60, 180));
    List<Happening> happenings = new ArrayList<>();
    happenings.add(
        new Happening(
            chance.upTo(Duration.ofSeconds(5)),
            Happening.Kind.SUBMIT,
            chance.between(0, 23),
            Duration.ZERO));
    int more = chance.between(0, chance.oneOf(3, 8, 20));
    for (int i = 0; i < more; i++) {
      happenings.add(Happening.any(chance, horizon));
    }
    return new Schedule(
        seed, chance.between(1, 3), chance.between(1, 4), Noise.of(chance), happenings);
  }

  /** When everything has happened and the last of it is undone. */
  Duration horizon() {
    return happenings.stream()
        .map(Happening::over)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO)
        .plusSeconds(1);
  }

  Schedule without(int happening) {
    List<Happening> rest = new ArrayList<>(happenings);
    rest.remove(happening);
    return new Schedule(seed, servers, machines, noise, rest);
  }

  Schedule with(Noise other) {
    return new Schedule(seed, servers, machines, other, happenings);
  }

  Schedule withServers(int fewer) {
    return new Schedule(seed, fewer, machines, noise, happenings);
  }

  @Override
  public String toString() {
    return "seed %d, %d servers, %d machines, %s%n%s"
        .formatted(
            seed,
            servers,
            machines,
            noise,
            happenings.stream().map(Happening::toString).collect(Collectors.joining("\n")));
  }
}
