package ru.perfscale.runner.engine.internal.health;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The last known state of a run's processes. With more than can be read in one second, each look
 * reads those that were not read for the longest time.
 */
final class Members {
  static final int MAX_READS = 256;

  private final IntFunction<Optional<ProcessStat>> reader;

  /** The one that was read longest ago first. */
  private final Map<Integer, ProcessStat> states = new LinkedHashMap<>();

  Members(IntFunction<Optional<ProcessStat>> reader) {
    this.reader = reader;
  }

  boolean contains(int process) {
    return states.containsKey(process);
  }

  void add(int process, ProcessStat state) {
    states.put(process, state);
  }

  /** Forgets all others, takes up new ones, and reads as many as may be. */
  void update(Collection<Integer> present) {
    HashSet<Integer> unknown = new HashSet<>(present);
    states.keySet().retainAll(unknown);
    unknown.removeAll(states.keySet());
    int reads = 0;
    for (Iterator<Integer> each = unknown.iterator();
        each.hasNext() && reads < MAX_READS;
        reads++) {
      read(each.next());
    }
    for (int process : states.keySet().stream().limit(MAX_READS - reads).toList()) {
      states.remove(process);
      read(process);
    }
  }

  private void read(int process) {
    reader.apply(process).ifPresent(state -> states.put(process, state));
  }

  long cpuTicks() {
    return states.values().stream().mapToLong(ProcessStat::cpuTicks).sum();
  }

  long residentPages() {
    return states.values().stream().mapToLong(ProcessStat::residentPages).sum();
  }
}
