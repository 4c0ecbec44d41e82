package ru.perfscale.application.machine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import ru.perfscale.domain.machine.MachineId;

/**
 * What has been written down of machines already: an agent that is refused asks again and again,
 * and one that means harm must not fill the audit log. Thread-safe.
 */
final class Noted {
  private static final int MOST_MACHINES = 1_000;
  private static final int MOST_OF_A_MACHINE = 100;

  private final Map<MachineId, Set<String>> noted = new LinkedHashMap<>(16, 0.75f, true);

  /** Whether this is new, and one more is worth writing down of the machine. */
  synchronized boolean isNews(MachineId machine, String what) {
    Set<String> known = noted.computeIfAbsent(machine, added -> new HashSet<>());
    if (noted.size() > MOST_MACHINES) {
      noted.remove(noted.keySet().iterator().next());
    }
    return known.size() < MOST_OF_A_MACHINE && known.add(what);
  }
}
