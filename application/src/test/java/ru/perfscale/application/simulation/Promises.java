package ru.perfscale.application.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often which promise was looked at, and which were broken. */
final class Promises {
  private final Map<Promise, Long> counts = new EnumMap<>(Promise.class);
  private final List<Violation> alarms = new ArrayList<>();

  void require(Promise promise, boolean holds, String format, Object... arguments) {
    counts.merge(promise, 1L, Long::sum);
    if (!holds) {
      alarm(new Violation(format, arguments));
    }
  }

  /** Something failed where it could not be thrown. */
  void alarm(Violation violation) {
    alarms.add(violation);
  }

  /** Throws the first violation, if there was any. */
  void check() {
    if (!alarms.isEmpty()) {
      throw alarms.getFirst();
    }
  }

  void add(Promises others) {
    others.counts.forEach((promise, count) -> counts.merge(promise, count, Long::sum));
  }

  Map<Promise, Long> counts() {
    return counts;
  }
}
