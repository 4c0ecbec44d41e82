package ru.perfscale.adapters.http.memory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.application.task.AssignmentRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.TaskRef;

/** Nothing is ever overdue here. */
public record MemoryAssignments(Memory memory) implements AssignmentRepository {
  @Override
  public void add(Assignment assignment) {
    memory.assignments.put(assignment.id(), assignment);
  }

  @Override
  public Optional<Assignment> lock(TenantId tenant, AssignmentId id) {
    memory.faults.check();
    return Optional.ofNullable(memory.assignments.get(id))
        .filter(assignment -> assignment.task().tenant().equals(tenant));
  }

  @Override
  public List<Assignment> lockAll(TaskRef task) {
    return Memory.copyOf(memory.assignments).stream()
        .filter(assignment -> assignment.task().equals(task))
        .toList();
  }

  @Override
  public List<Assignment> lockOpen(int limit) {
    return Memory.copyOf(memory.assignments).stream()
        .filter(assignment -> assignment.status() == AssignmentStatus.OPEN)
        .filter(assignment -> assignment.share().index() == 1)
        .limit(limit)
        .toList();
  }

  @Override
  public List<Assignment> lockOverdue(Duration offerLimit, Duration watched) {
    return List.of();
  }

  @Override
  public List<Held> heldBy(Agent agent) {
    memory.faults.check();
    return Memory.copyOf(memory.assignments).stream()
        .filter(assignment -> assignment.machine().equals(Optional.of(agent.machine())))
        .filter(assignment -> !assignment.status().isTerminal())
        .map(assignment -> new Held(assignment, isToStop(assignment.task())))
        .toList();
  }

  @Override
  public Map<MachineId, Long> states(Set<MachineId> machines) {
    Map<MachineId, Long> states = new HashMap<>();
    for (Assignment assignment : Memory.copyOf(memory.assignments)) {
      assignment
          .machine()
          .filter(machines::contains)
          .filter(machine -> !assignment.status().isTerminal())
          .ifPresent(
              machine ->
                  states.merge(
                      machine,
                      (long) Objects.hash(assignment, isToStop(assignment.task())),
                      Long::sum));
    }
    return states;
  }

  private boolean isToStop(TaskRef task) {
    return memory.tasks.get(task.id()).isCancelRequested()
        || new MemoryReports(memory)
            .of(task).stream().anyMatch(report -> report.run().end().fault().isPresent());
  }

  @Override
  public void save(Assignment assignment) {
    memory.assignments.replace(assignment.id(), assignment);
  }
}
