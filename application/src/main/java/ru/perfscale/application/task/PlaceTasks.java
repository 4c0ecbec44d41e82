package ru.perfscale.application.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.machine.AgentRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Placement;
import ru.perfscale.domain.task.Placement.Candidate;
import ru.perfscale.domain.task.Share;
import ru.perfscale.domain.task.Task;

/**
 * Offers tasks to machines that can run them, the oldest first: all shares of a task at once or
 * none. Writes down what the others wait for. Safe to call at any time from any server: a server
 * makes one pass over the queue at a time, because another one could only wait for it.
 */
public final class PlaceTasks {
  private static final int BATCH = 100;

  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final AgentRepository agents;
  private final Quota quota;
  private final AgentSignals signals;
  private final Transactions transactions;
  private final Passes passes;

  /**
   * How many tasks of one tenant may have machines at a time.
   *
   * @param most empty for any number
   */
  public record Quota(TaskQueue queue, OptionalInt most) {
    private Optional<String> refusal(TenantId tenant) {
      if (most.isEmpty()) {
        return Optional.empty();
      }
      int underWay = queue.underWay(tenant);
      return underWay < most.getAsInt()
          ? Optional.empty()
          : Optional.of(
              "%d tasks of the workspace run, at most %d may at a time"
                  .formatted(underWay, most.getAsInt()));
    }
  }

  /** What is asked for during a pass is done by whoever makes that pass. */
  public PlaceTasks(
      TaskRepository tasks,
      AssignmentRepository assignments,
      AgentRepository agents,
      Quota quota,
      AgentSignals signals,
      Transactions transactions) {
    this(tasks, assignments, agents, quota, signals, transactions, Runnable::run);
  }

  /**
   * @param next makes the passes that are asked for during another one, and tells of their faults
   */
  public PlaceTasks(
      TaskRepository tasks,
      AssignmentRepository assignments,
      AgentRepository agents,
      Quota quota,
      AgentSignals signals,
      Transactions transactions,
      Executor next) {
    this.tasks = tasks;
    this.assignments = assignments;
    this.agents = agents;
    this.quota = quota;
    this.signals = signals;
    this.transactions = transactions;
    passes = new Passes(this::pass, next);
  }

  /**
   * Looks at the queue now, or has that done soon when it is being looked at; never waits for that.
   */
  public void place() {
    passes.ask();
  }

  private void pass() {
    List<MachineId> offered = transactions.call(() -> new Pass().offerAll());
    offered.forEach(signals::wake);
  }

  /** One look at the queue. */
  private final class Pass {
    private final List<MachineId> offered = new ArrayList<>();
    private final Map<TenantId, List<Candidate>> candidates = new HashMap<>();

    /** Reserved, or offered something: nobody else makes offers, so it need not be asked anew. */
    private final Set<MachineId> taken = new HashSet<>();

    List<MachineId> offerAll() {
      for (Assignment first : assignments.lockOpen(BATCH)) {
        Task task = tasks.lock(first.task()).orElseThrow();
        switch (placement(task)) {
          case Placement.Chosen(List<MachineId> machines) -> offer(task, first, machines);
          case Placement.Waiting(String reason, Set<MachineId> needed) -> {
            taken.addAll(needed);
            if (!task.progress().pendingReason().equals(Optional.of(reason))) {
              tasks.save(task.waitingFor(reason));
            }
          }
        }
      }
      return offered;
    }

    private Placement placement(Task task) {
      Optional<String> refusal = quota.refusal(task.tenant());
      if (refusal.isPresent()) {
        return new Placement.Waiting(refusal.get(), Set.of());
      }
      List<Candidate> known =
          candidates.computeIfAbsent(task.tenant(), agents::candidates).stream()
              .map(machine -> taken.contains(machine.id()) ? machine.taken() : machine)
              .toList();
      return Placement.of(task.plan().tool(), task.plan().machines(), known);
    }

    private void offer(Task task, Assignment first, List<MachineId> machines) {
      List<Assignment> shares = shares(task, first, machines.size());
      for (int i = 0; i < machines.size(); i++) {
        Share share = new Share(i + 1, machines.size());
        assignments.save(shares.get(i).offerTo(machines.get(i), share));
      }
      tasks.save(task.on(machines));
      offered.addAll(machines);
      taken.addAll(machines);
    }

    /**
     * As many as there are machines: how many "all" are shows now, and may differ the next time.
     */
    private List<Assignment> shares(Task task, Assignment first, int number) {
      if (!task.plan().machines().mayBeSeveral()) {
        return List.of(first);
      }
      List<Assignment> open = new ArrayList<>(List.of(first));
      assignments.lockAll(task.ref()).stream()
          .filter(share -> share.status() == AssignmentStatus.OPEN)
          .filter(share -> !share.id().equals(first.id()))
          .forEach(open::add);
      while (open.size() < number) {
        Assignment more = Assignment.open(task.ref(), new Share(open.size() + 1, number));
        assignments.add(more);
        open.add(more);
      }
      open.subList(number, open.size()).forEach(surplus -> assignments.save(surplus.revoked()));
      return open.subList(0, number);
    }
  }
}
