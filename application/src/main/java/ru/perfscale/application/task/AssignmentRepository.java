package ru.perfscale.application.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.TaskRef;

/**
 * The shares of tasks. Whatever locks an assignment locks its task first, so that two of these
 * never wait for each other. Every deadline is computed here, by the database's clock.
 */
public interface AssignmentRepository {
  /**
   * An assignment that a machine holds.
   *
   * @param isToStop whether its task is to be cancelled, or cannot succeed any more because another
   *     share of it ended by a fault
   */
  record Held(Assignment assignment, boolean isToStop) {}

  void add(Assignment assignment);

  Optional<Assignment> lock(TenantId tenant, AssignmentId id);

  /** Every assignment of a task. */
  List<Assignment> lockAll(TaskRef task);

  /**
   * The first open shares of tasks, leaving out what somebody else has locked: first what free
   * machines could run and each tenant's oldest task that wants several machines, then what has no
   * pending reason yet, the oldest first among each and the tenants in turn; so that a long queue
   * of what cannot run holds up nothing else, and no tenant another one. Until the transaction ends
   * nobody else makes offers.
   */
  List<Assignment> lockOpen(int limit);

  /**
   * Offers that are older than {@code offerLimit}, accepted ones whose agent has not been heard for
   * so long or has begun another life, and running ones whose agent has not been heard for longer
   * than their task's contact limit, or whose agent has begun another life since; leaving out what
   * somebody else has locked.
   *
   * @param watched how long this server has been able to hear agents: a contact limit that is
   *     longer has not passed, however old the last contact
   */
  List<Assignment> lockOverdue(Duration offerLimit, Duration watched);

  /** What the agent's machine was offered and what it runs. */
  List<Held> heldBy(Agent agent);

  /**
   * A number for each of the machines that holds something, which is another one when anything of
   * {@link #heldBy} is, but for frames that were acknowledged.
   */
  Map<MachineId, Long> states(Set<MachineId> machines);

  /** Stores an assignment that exists; an offer's age starts anew. */
  void save(Assignment assignment);
}
