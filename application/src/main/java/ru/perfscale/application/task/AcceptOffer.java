package ru.perfscale.application.task;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import ru.perfscale.application.Transactions;
import ru.perfscale.application.machine.HearAgent;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.ClockOffset;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Share;
import ru.perfscale.domain.task.Task;

/**
 * An agent takes an offer. A task of one machine starts with it; one of several starts when all
 * have accepted, at an instant that leaves time to tell all of them. From the start on no
 * assignment is ever given to anyone else. The same agent may ask again when it did not get the
 * answer.
 */
public final class AcceptOffer {
  /** How far ahead the common start lies: the agents' polls wait, so it is told within moments. */
  static final Duration NOTICE = Duration.ofSeconds(1);

  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final HearAgent hearAgent;
  private final AgentSignals signals;
  private final Transactions transactions;
  private final InstantSource clock;

  /**
   * Who accepts what.
   *
   * @param boot the present life of the agent
   * @param agentClock how its clock stands; empty when it does not say
   */
  public record Acceptance(
      AssignmentId assignment, Epoch epoch, String boot, Optional<ClockOffset> agentClock) {}

  /**
   * What to run. A task of one machine has started, at the instant it says; a share of one waits
   * for the word to start.
   */
  public record WorkOrder(Task task, String script, Share share) {}

  private record Accepted(WorkOrder order, List<MachineId> toTell) {}

  public AcceptOffer(
      TaskRepository tasks,
      AssignmentRepository assignments,
      HearAgent hearAgent,
      AgentSignals signals,
      Transactions transactions,
      InstantSource clock) {
    this.tasks = tasks;
    this.assignments = assignments;
    this.hearAgent = hearAgent;
    this.signals = signals;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * @throws ru.perfscale.domain.Refusal.Conflict when the offer does not stand (any more), or the
   *     boot is not the agent's present life: what such a one accepted would never end
   */
  public WorkOrder accept(Agent agent, Acceptance acceptance) {
    Accepted accepted = transactions.call(() -> accepted(agent, acceptance));
    accepted.toTell().forEach(signals::wake);
    return accepted.order();
  }

  private Accepted accepted(Agent agent, Acceptance acceptance) {
    Assignment assignment =
        assignments
            .lock(agent.tenant(), acceptance.assignment())
            .orElseThrow(() -> new NotFound("Assignment", acceptance.assignment().value()));
    hearAgent.hear(agent, acceptance.boot());
    Task task = tasks.lock(assignment.task()).orElseThrow();
    String script = tasks.script(task.ref());
    Share share = assignment.share();
    if (assignment.wasAcceptedBy(agent.machine(), acceptance.boot(), acceptance.epoch())) {
      return new Accepted(new WorkOrder(task, script, share), List.of());
    }
    assignments.save(
        assignment.acceptedBy(
            agent.machine(), acceptance.boot(), acceptance.agentClock(), acceptance.epoch()));
    if (share.isWhole()) {
      Task started = task.started(clock.instant());
      tasks.save(started);
      return new Accepted(new WorkOrder(started, script, share), List.of());
    }
    List<MachineId> toTell = startedTogether(task);
    return new Accepted(new WorkOrder(task, script, share), toTell);
  }

  /**
   * @return who is to be told the start; nobody before all have accepted
   */
  private List<MachineId> startedTogether(Task task) {
    List<Assignment> shares =
        assignments.lockAll(task.ref()).stream()
            .filter(share -> !share.status().isTerminal())
            .toList();
    if (shares.stream().anyMatch(share -> share.status() != AssignmentStatus.ACCEPTED)) {
      return List.of();
    }
    shares.forEach(share -> assignments.save(share.started()));
    tasks.save(task.started(clock.instant().plus(NOTICE)));
    return shares.stream().flatMap(share -> share.machine().stream()).toList();
  }
}
