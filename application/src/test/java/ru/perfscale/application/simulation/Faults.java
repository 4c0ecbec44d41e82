package ru.perfscale.application.simulation;

import java.util.Map;
import java.util.TreeMap;

/** How often what was done to a system. */
final class Faults {
  private final Map<String, Long> counts = new TreeMap<>();

  void count(String kind) {
    counts.merge(kind, 1L, Long::sum);
  }

  void add(Faults others) {
    others.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
  }

  Map<String, Long> counts() {
    return counts;
  }
}
