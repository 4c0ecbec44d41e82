package ru.perfscale.domain.task;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.machine.MachineStatus;

/** Which machine gets a task, or why none does. */
public sealed interface Placement {
  record Chosen(MachineId machine) implements Placement {}

  /**
   * @param reason for a person: what the task waits for
   */
  record Waiting(String reason) implements Placement {}

  /**
   * A machine as placement sees it.
   *
   * @param installed the tools that it can run at once
   * @param installable the tools that it can install first
   */
  record Candidate(
      MachineId id, String name, MachineStatus status, Set<Tool> installed, Set<Tool> installable) {
    private boolean canRun(Tool tool) {
      return installed.contains(tool) || installable.contains(tool);
    }
  }

  /** Prefers a machine that has the tool already, then the order of the list. */
  static Placement of(Tool tool, List<Candidate> candidates) {
    if (candidates.isEmpty()) {
      return new Waiting("no machine is registered");
    }
    List<Candidate> inContact =
        candidates.stream()
            .filter(c -> c.status() == MachineStatus.ONLINE || c.status() == MachineStatus.BUSY)
            .toList();
    if (inContact.isEmpty()) {
      return new Waiting("no machine is online");
    }
    List<Candidate> able = inContact.stream().filter(c -> c.canRun(tool)).toList();
    if (able.isEmpty()) {
      return new Waiting("no machine that is online can run " + tool.wireName());
    }
    Optional<Candidate> free =
        able.stream()
            .filter(c -> c.status() == MachineStatus.ONLINE)
            .min(Comparator.comparing(c -> !c.installed().contains(tool)));
    return free.<Placement>map(c -> new Chosen(c.id()))
        .orElseGet(() -> new Waiting("every machine that can run it is busy"));
  }
}
