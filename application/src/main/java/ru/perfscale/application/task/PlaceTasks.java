package ru.perfscale.application.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.machine.AgentRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Placement;
import ru.perfscale.domain.task.Placement.Candidate;
import ru.perfscale.domain.task.Task;

/**
 * Offers open assignments to machines that can run them, the oldest first, and writes down what the
 * others wait for. Safe to call at any time from any server.
 */
public final class PlaceTasks {
  private static final int BATCH = 100;

  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final AgentRepository agents;
  private final AgentSignals signals;
  private final Transactions transactions;

  public PlaceTasks(
      TaskRepository tasks,
      AssignmentRepository assignments,
      AgentRepository agents,
      AgentSignals signals,
      Transactions transactions) {
    this.tasks = tasks;
    this.assignments = assignments;
    this.agents = agents;
    this.signals = signals;
    this.transactions = transactions;
  }

  public void place() {
    List<MachineId> offered = transactions.call(this::offerAll);
    offered.forEach(signals::wake);
  }

  private List<MachineId> offerAll() {
    List<MachineId> offered = new ArrayList<>();
    Map<TenantId, List<Candidate>> candidates = new HashMap<>();
    for (Assignment open : assignments.lockOpen(BATCH)) {
      Task task = tasks.lock(open.task()).orElseThrow();
      List<Candidate> known = candidates.computeIfAbsent(task.tenant(), agents::candidates);
      switch (Placement.of(task.plan().tool(), known)) {
        case Placement.Chosen(MachineId machine) -> {
          assignments.save(open.offerTo(machine));
          tasks.save(task.on(List.of(machine)));
          offered.add(machine);
          // Asked anew: the offer takes its machine's slot.
          candidates.remove(task.tenant());
        }
        case Placement.Waiting(String reason) -> {
          if (!task.progress().pendingReason().equals(Optional.of(reason))) {
            tasks.save(task.waitingFor(reason));
          }
        }
      }
    }
    return offered;
  }
}
