package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.util.List;
import ru.perfscale.domain.machine.MachineId;

/**
 * What is stored of a machine's share of a task, whatever its agent reports.
 *
 * @param samples all that are stored
 * @param gaps seconds of which nothing is stored
 */
public record Observed(MachineId machine, HealthTally health, long samples, List<Gap> gaps) {
  public Observed {
    requireNonNull(machine);
    requireNonNull(health);
    gaps = List.copyOf(gaps);
  }

  /** The same with other gaps. */
  public Observed missing(List<Gap> left) {
    return new Observed(machine, health, samples, left);
  }
}
