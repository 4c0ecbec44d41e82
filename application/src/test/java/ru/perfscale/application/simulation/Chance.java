package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded luck. Each part of a schedule has its own, so that one does not change another's. */
final class Chance {
  private final SplittableRandom random;

  Chance(long seed, String whose) {
    random = new SplittableRandom(mixed(mixed(seed) + whose.hashCode()));
  }

  /** Neighbouring seeds would give streams that are parts of each other. */
  private static long mixed(long seed) {
    long mixed = (seed ^ seed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  boolean hits(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** Both ends included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** From 0 to {@code most}. */
  Duration upTo(Duration most) {
    return Duration.ofNanos(random.nextLong(most.toNanos() + 1));
  }

  Duration between(Duration least, Duration most) {
    return least.plus(upTo(most.minus(least)));
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  @SafeVarargs
  final <T> T oneOf(T... all) {
    return all[random.nextInt(all.length)];
  }
}
