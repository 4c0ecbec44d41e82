package ru.perfscale.application.machine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import ru.perfscale.domain.machine.MachineId;

/**
 * What this server has written down of machines: an agent that is refused asks again and again, and
 * one that means harm must not fill the audit log. Thread-safe.
 */
final class Noted {
  private static final int MOST_MACHINES = 10_000;
  private static final int MOST_OF_A_MACHINE = 100;

  private final Map<MachineId, Set<String>> noted = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Writes it down, unless that was done before or enough is known of the machine. What fails is
   * not done.
   */
  void once(MachineId machine, String what, Runnable write) {
    if (!isNews(machine, what)) {
      return;
    }
    try {
      write.run();
    } catch (RuntimeException e) {
      forget(machine, what);
      throw e;
    }
  }

  private synchronized boolean isNews(MachineId machine, String what) {
    Set<String> known = noted.computeIfAbsent(machine, added -> new HashSet<>());
    if (noted.size() > MOST_MACHINES) {
      noted.remove(noted.keySet().iterator().next());
    }
    return known.size() < MOST_OF_A_MACHINE && known.add(what);
  }

  private synchronized void forget(MachineId machine, String what) {
    noted.getOrDefault(machine, new HashSet<>()).remove(what);
  }
}
