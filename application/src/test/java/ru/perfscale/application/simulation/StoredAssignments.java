package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.application.task.AssignmentRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Assignment.Holder;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;

/** Assignments in the simulated database, with the same claims and the same deadlines as in SQL. */
final class StoredAssignments implements AssignmentRepository {
  private final Database database;
  private final Table<TaskId, Task> tasks;
  private final StoredAgents agents;
  private final StoredReports reports;
  private final Table<AssignmentId, Assignment> assignments;
  private final Table<AssignmentId, Claim> claims;

  /** What is not over yet; offered since when. */
  record Claim(
      AssignmentId assignment,
      TaskId task,
      Optional<MachineId> machine,
      Duration since,
      boolean lead) {}

  StoredAssignments(
      Database database, StoredTasks tasks, StoredAgents agents, StoredReports reports) {
    this.reports = reports;
    this.database = database;
    this.tasks = tasks.table();
    this.agents = agents;
    this.assignments = database.table("assignment");
    this.claims = database.table("claim");
    agents.countOnly(this::isClaimed);
  }

  Table<AssignmentId, Assignment> table() {
    return assignments;
  }

  private boolean isClaimed(MachineId machine) {
    return claims.all().stream().anyMatch(c -> c.machine().equals(Optional.of(machine)));
  }

  @Override
  public void add(Assignment assignment) {
    database.statement(
        () -> {
          assignments.put(assignment.id(), assignment);
          claims.put(assignment.id(), claim(assignment));
          return true;
        });
  }

  private Claim claim(Assignment assignment) {
    return new Claim(
        assignment.id(),
        assignment.task().id(),
        assignment.machine(),
        database.clock(),
        assignment.share().index() == 1);
  }

  @Override
  public Optional<Assignment> lock(TenantId tenant, AssignmentId id) {
    return database.statement(
        () -> {
          Optional<Assignment> seen =
              assignments.find(id).filter(a -> a.task().tenant().equals(tenant));
          seen.ifPresent(this::lock);
          return seen.flatMap(a -> assignments.find(a.id()));
        });
  }

  private void lock(Assignment assignment) {
    tasks.lock(assignment.task().id());
    assignments.lock(assignment.id());
  }

  @Override
  public List<Assignment> lockAll(TaskRef task) {
    return database.statement(
        () -> {
          List<Assignment> seen =
              assignments.all().stream().filter(a -> a.task().equals(task)).toList();
          seen.forEach(this::lock);
          return seen.stream().map(a -> assignments.find(a.id()).orElseThrow()).toList();
        });
  }

  @Override
  public List<Assignment> lockOpen(int limit) {
    return database.statement(
        () -> {
          database.lock("placement");
          List<Assignment> open = new ArrayList<>();
          Set<TenantId> seen = new HashSet<>();
          claims.all().stream()
              .filter(claim -> claim.machine().isEmpty() && claim.lead())
              .sorted(Comparator.comparing(claim -> order(claim, seen)))
              .limit(limit)
              .forEach(claim -> take(claim).ifPresent(open::add));
          return open;
        });
  }

  /**
   * What free machines could run comes first, with each tenant's oldest task that wants several;
   * the tenants do not take turns here, which no promise depends on.
   */
  private int order(Claim claim, Set<TenantId> seen) {
    Task task = tasks.find(claim.task()).orElseThrow();
    long free =
        agents.free().stream()
            .filter(agent -> agent.tenant().equals(task.tenant()))
            .filter(agent -> agent.tools().anyMatch(task.plan().tool()::equals))
            .count();
    boolean first = task.plan().machines().mayBeSeveral() && seen.add(task.tenant());
    if (first || free >= task.plan().machines().least()) {
      return 0;
    }
    return task.progress().pendingReason().isEmpty() ? 1 : 2;
  }

  /** Passes over what somebody else has locked. */
  private Optional<Assignment> take(Claim claim) {
    if (!tasks.isFree(claim.task())
        || !assignments.isFree(claim.assignment())
        || !claims.isFree(claim.assignment())) {
      return Optional.empty();
    }
    tasks.lock(claim.task());
    assignments.lock(claim.assignment());
    claims.lock(claim.assignment());
    return assignments.find(claim.assignment());
  }

  @Override
  public List<Assignment> lockOverdue(Duration offerLimit, Duration watched) {
    return database.statement(
        () -> {
          List<Assignment> overdue = new ArrayList<>();
          claims.all().stream()
              .filter(claim -> isOverdue(claim, offerLimit, watched))
              .sorted(Comparator.comparing(Claim::since))
              .forEach(claim -> take(claim).ifPresent(overdue::add));
          return overdue;
        });
  }

  private boolean isOverdue(Claim claim, Duration offerLimit, Duration watched) {
    Assignment assignment = assignments.find(claim.assignment()).orElseThrow();
    Duration now = database.clock();
    if (assignment.status() == AssignmentStatus.OFFERED) {
      return claim.since().compareTo(now.minus(offerLimit)) < 0;
    }
    if (assignment.status() == AssignmentStatus.OPEN) {
      return false;
    }
    boolean waits = assignment.status() == AssignmentStatus.ACCEPTED;
    Duration limit =
        waits ? offerLimit : tasks.find(claim.task()).orElseThrow().plan().contactLimit();
    StoredAgents.Row agent = agents.row(claim.machine().orElseThrow());
    boolean silent =
        agent.lastHeard().orElse(claim.since()).compareTo(now.minus(limit)) < 0
            && (waits || limit.compareTo(watched) <= 0);
    Optional<String> boot = assignment.holder().flatMap(Holder::boot);
    return silent || (agent.boot().isPresent() && !agent.boot().equals(boot));
  }

  /** How many tasks of a tenant have machines. */
  int underWay(TenantId tenant) {
    return database.statement(() -> withMachines(tenant));
  }

  int withMachines(TenantId tenant) {
    return Math.toIntExact(
        claims.all().stream()
            .filter(claim -> claim.machine().isPresent())
            .map(Claim::task)
            .distinct()
            .filter(id -> tasks.find(id).orElseThrow().tenant().equals(tenant))
            .count());
  }

  @Override
  public Map<MachineId, Long> states(Set<MachineId> machines) {
    throw new UnsupportedOperationException("simulated polls look by themselves");
  }

  @Override
  public List<Held> heldBy(Agent agent) {
    return database.statement(
        () ->
            claims.all().stream()
                .filter(claim -> claim.machine().equals(Optional.of(agent.machine())))
                .map(this::held)
                .toList());
  }

  private Held held(Claim claim) {
    Task task = tasks.find(claim.task()).orElseThrow();
    return new Held(
        assignments.find(claim.assignment()).orElseThrow(),
        task.isCancelRequested() || reports.hasFault(task.ref()));
  }

  @Override
  public void save(Assignment assignment) {
    database.statement(
        () -> {
          assignments.lock(assignment.id());
          Assignment before = assignments.find(assignment.id()).orElseThrow();
          assignments.put(assignment.id(), assignment);
          if (assignment.status().isTerminal()) {
            claims.remove(assignment.id());
          } else if (assignment.status() == AssignmentStatus.OFFERED) {
            requireOnlyOne(assignment);
            claims.put(assignment.id(), claim(assignment));
          } else if (before.status() != assignment.status()) {
            Duration since = claims.find(assignment.id()).orElseThrow().since();
            claims.put(
                assignment.id(),
                new Claim(
                    assignment.id(),
                    assignment.task().id(),
                    assignment.machine(),
                    since,
                    assignment.share().index() == 1));
          }
          return true;
        });
  }

  /** The unique index on the machines of claims. */
  private void requireOnlyOne(Assignment offered) {
    boolean taken =
        claims.all().stream()
            .anyMatch(
                claim ->
                    claim.machine().equals(offered.machine())
                        && !claim.assignment().equals(offered.id()));
    if (taken) {
      throw new IllegalStateException("A machine has one slot: " + offered);
    }
  }
}
