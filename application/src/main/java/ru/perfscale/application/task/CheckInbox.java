package ru.perfscale.application.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import ru.perfscale.application.task.AssignmentRepository.Held;
import ru.perfscale.domain.loadtest.DataFile;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Assignment.Holder;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Plan;
import ru.perfscale.domain.task.Share;
import ru.perfscale.domain.task.Task;

/**
 * An agent learns what is wanted of it. This does not count as hearing the agent, so that a server
 * may look again for an agent that waits, and may be gone.
 */
public final class CheckInbox {
  private final AssignmentRepository assignments;
  private final TaskRepository tasks;

  /**
   * What an agent should do.
   *
   * @param offers assignments to accept or to decline; also one that this agent accepted without
   *     having had the answer
   * @param starts accepted shares to start; told until their first frame is there
   * @param cancels assignments to stop: the task is cancelled, or cannot succeed any more
   * @param drops assignments that the agent runs and has no right to: stop them and report nothing
   */
  public record Orders(
      List<Offer> offers,
      List<Start> starts,
      List<AssignmentId> cancels,
      List<AssignmentId> drops) {
    public boolean isEmpty() {
      return offers.isEmpty() && starts.isEmpty() && cancels.isEmpty() && drops.isEmpty();
    }
  }

  /**
   * @param dataFiles to read before accepting
   */
  public record Offer(
      AssignmentId assignment, Epoch epoch, Tool tool, Share share, List<DataFile> dataFiles) {}

  /**
   * All have accepted.
   *
   * @param at second 0 of the results, the same for all shares; soon, or past
   */
  public record Start(AssignmentId assignment, Epoch epoch, Instant at) {}

  public CheckInbox(AssignmentRepository assignments, TaskRepository tasks) {
    this.assignments = assignments;
    this.tasks = tasks;
  }

  /**
   * Whether to check again, for many machines at once.
   *
   * @return numbers that change with what there is to check; none for machines that hold nothing
   */
  public Map<MachineId, Long> states(Set<MachineId> machines) {
    return assignments.states(machines);
  }

  /**
   * @param running what the agent runs, under which epochs
   */
  public Orders check(Agent agent, String boot, Map<AssignmentId, Epoch> running) {
    Map<AssignmentId, Held> held =
        assignments.heldBy(agent).stream()
            .collect(Collectors.toMap(each -> each.assignment().id(), each -> each));
    List<Offer> offers = new ArrayList<>();
    List<Start> starts = new ArrayList<>();
    List<AssignmentId> cancels = new ArrayList<>();
    for (Held each : held.values()) {
      Assignment assignment = each.assignment();
      if (isWanted(assignment, boot, running)) {
        offers.add(offer(assignment));
      } else if (isToBegin(assignment)) {
        start(assignment).forEach(starts::add);
      }
      if (each.isToStop() && assignment.status() == AssignmentStatus.RUNNING) {
        cancels.add(assignment.id());
      }
    }
    List<AssignmentId> drops =
        running.entrySet().stream()
            .filter(entry -> !isRightOf(boot, entry.getValue(), held.get(entry.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    return new Orders(offers, starts, cancels, drops);
  }

  private Offer offer(Assignment assignment) {
    Plan plan = tasks.find(assignment.task()).orElseThrow().plan();
    return new Offer(
        assignment.id(), assignment.epoch(), plan.tool(), assignment.share(), plan.dataFiles());
  }

  private Stream<Start> start(Assignment assignment) {
    return tasks.find(assignment.task()).flatMap(Task::startedAt).stream()
        .map(at -> new Start(assignment.id(), assignment.epoch(), at));
  }

  private static boolean isToBegin(Assignment assignment) {
    return assignment.status() == AssignmentStatus.RUNNING
        && !assignment.share().isWhole()
        && assignment.ackedSeq() == 0;
  }

  private static boolean isWanted(
      Assignment assignment, String boot, Map<AssignmentId, Epoch> running) {
    if (assignment.status() == AssignmentStatus.OFFERED) {
      return true;
    }
    return isAcceptedBy(boot, assignment) && !running.containsKey(assignment.id());
  }

  private static boolean isRightOf(String boot, Epoch epoch, Held held) {
    return held != null
        && held.assignment().epoch().equals(epoch)
        && isAcceptedBy(boot, held.assignment());
  }

  private static boolean isAcceptedBy(String boot, Assignment assignment) {
    return (assignment.status() == AssignmentStatus.RUNNING
            || assignment.status() == AssignmentStatus.ACCEPTED)
        && assignment.holder().flatMap(Holder::boot).equals(Optional.of(boot));
  }
}
