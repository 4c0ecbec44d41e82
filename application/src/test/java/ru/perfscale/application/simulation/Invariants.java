package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Assignment.Holder;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;

/** What must hold at every moment, and in the end. */
final class Invariants {
  /** The longest contact limit, and some. */
  private static final Duration CLOCK_CHEATS = Duration.ofSeconds(70);

  private final World world;
  private final Table<TaskId, Task> tasks;
  private final Table<AssignmentId, Assignment> assignments;
  private final Set<TaskId> touched = new LinkedHashSet<>();
  private final Map<AssignmentId, Duration> begun = new HashMap<>();
  private final Map<AssignmentId, Spool> recorded = new LinkedHashMap<>();
  private final Set<TaskId> faulty = new LinkedHashSet<>();
  private final Promises promises = new Promises();
  private final States states;
  private Duration clockJumpedAt = Duration.ofDays(-1);

  Invariants(World world) {
    this.world = world;
    this.tasks = world.store().tasks().table();
    this.assignments = world.store().assignments().table();
    states = new States(world, promises);
    tasks.listen(this::taskChanged);
    assignments.listen(this::assignmentChanged);
    world.store().database().afterCommit(this::committed);
  }

  Promises promises() {
    return promises;
  }

  /** Something failed where it could not be thrown. */
  void alarm(Violation violation) {
    promises.alarm(violation);
  }

  /** Called after everything that happens. */
  void check() {
    promises.check();
  }

  void databaseClockJumps() {
    clockJumpedAt = world.time().now();
  }

  private void taskChanged(Optional<Task> before, Optional<Task> after) {
    Task task = after.orElseThrow(() -> new Violation("a task was removed"));
    touched.add(task.id());
    before.ifPresentOrElse(old -> states.change(old, task), () -> states.begins(task));
  }

  private void assignmentChanged(Optional<Assignment> before, Optional<Assignment> after) {
    Assignment now = after.orElseThrow(() -> new Violation("an assignment was removed"));
    touched.add(now.task().id());
    if (before.isEmpty()) {
      return;
    }
    states.change(before.get(), now);
    boolean changed = before.get().status() != now.status();
    if (before.get().status() == AssignmentStatus.OFFERED) {
      now.holder().filter(holder -> holder.boot().isPresent()).ifPresent(this::accepted);
    }
    if (changed && now.status() == AssignmentStatus.RUNNING) {
      starts(now);
    } else if (changed && now.status() == AssignmentStatus.LOST) {
      lost(now);
    }
  }

  /** What an earlier life accepted, nobody would run. */
  private void accepted(Holder holder) {
    promises.require(
        Promise.PRESENT_LIFE,
        world.store().agents().row(holder.machine()).boot().equals(holder.boot()),
        "%s accepts, which is not the present life",
        holder.boot());
  }

  /** What is cancelled never starts later. */
  private void starts(Assignment assignment) {
    promises.require(
        Promise.CANCEL_HOLDS,
        !tasks.find(assignment.task().id()).orElseThrow().isCancelRequested(),
        "%s is accepted though its task is cancelled",
        name(assignment));
  }

  /** By then its load is over, unless a clock has cheated. */
  private void lost(Assignment assignment) {
    boolean loads =
        world.machines().stream()
            .flatMap(machine -> machine.loads().stream())
            .anyMatch(load -> load.run().claim().assignment().equals(assignment.id()));
    promises.require(
        Promise.LOADS_END,
        !loads || hasClockCheated(),
        "%s is lost while its load goes on",
        name(assignment));
  }

  private boolean hasClockCheated() {
    return world.time().now().minus(clockJumpedAt).compareTo(CLOCK_CHEATS) < 0;
  }

  private void committed() {
    for (TaskId id : touched) {
      Task task = tasks.find(id).orElseThrow();
      quota(task.tenant());
      List<Assignment> shares = sharesOf(id);
      List<AssignmentStatus> are = shares.stream().map(Assignment::status).toList();
      boolean over = shares.stream().allMatch(share -> share.status().isTerminal());
      promises.require(
          Promise.TASK_FOLLOWS,
          over == task.status().isTerminal(),
          "%s is %s with assignments %s",
          name(task),
          task.status(),
          are);
      boolean begun = shares.stream().anyMatch(Invariants::hasBegun);
      promises.require(
          Promise.TOGETHER,
          begun == (task.startedAt().isPresent())
              && (!begun || shares.stream().noneMatch(Assignment::hasNotBegun)),
          "%s is %s with assignments %s",
          name(task),
          task.status(),
          are);
      for (Assignment share : shares) {
        int frames = world.store().frames().frames(share.id()).size();
        promises.require(
            Promise.STORED_STAYS,
            frames == share.ackedSeq(),
            "%s has %d frames, acknowledged %d",
            name(share),
            frames,
            share.ackedSeq());
      }
      long stored = shares.stream().mapToLong(a -> world.store().frames().requests(a.id())).sum();
      promises.require(
          Promise.FIGURES_FOLLOW,
          task.findings().figures().totalRequests() <= stored,
          "%s shows %d requests, stored are %d",
          name(task),
          task.findings().figures().totalRequests(),
          stored);
    }
    touched.clear();
  }

  private void quota(TenantId tenant) {
    OptionalInt most = world.store().quota();
    if (most.isPresent()) {
      int underWay = world.store().assignments().withMachines(tenant);
      promises.require(
          Promise.QUOTA_HOLDS,
          underWay <= most.getAsInt(),
          "%s has %d tasks under way, may have %d",
          tenant,
          underWay,
          most.getAsInt());
    }
  }

  private static boolean hasBegun(Assignment share) {
    return !share.hasNotBegun() && share.status() != AssignmentStatus.REVOKED;
  }

  private List<Assignment> sharesOf(TaskId task) {
    return assignments.all().stream().filter(a -> a.task().id().equals(task)).toList();
  }

  /** One runner per assignment, and one load per machine. */
  void loadBegins(Machine machine, Offered claim, Duration at) {
    Assignment stored = assignments.find(claim.assignment()).orElseThrow();
    promises.require(
        Promise.ONE_RUNNER,
        begun.put(claim.assignment(), at) == null,
        "%s is run twice",
        name(stored));
    promises.require(Promise.ONE_LOAD, machine.loads().size() == 1, "%s runs two loads", machine);
    promises.require(
        Promise.EPOCHS_FENCE,
        stored.epoch().equals(claim.epoch())
            && stored.holder().map(Holder::machine).equals(Optional.of(machine.agent().machine()))
            && (stored.status() == AssignmentStatus.RUNNING
                || (stored.status() == AssignmentStatus.LOST && hasClockCheated())),
        "%s runs %s under epoch %s, which is %s",
        machine,
        name(stored),
        claim.epoch(),
        stored.status());
  }

  void recorded(Spool spool) {
    recorded.put(spool.assignment(), spool);
  }

  /** What an agent was told is stored, is stored. */
  void acknowledged(Spool spool, long seq) {
    long stored = assignments.find(spool.assignment()).orElseThrow().ackedSeq();
    promises.require(
        Promise.STORED_STAYS,
        seq <= stored,
        "%s: %d acknowledged, %d stored",
        spool.assignment(),
        seq,
        stored);
    promises.require(
        Promise.STORED_STAYS,
        seq >= spool.ackedSeq(),
        "%s: %d acknowledged, before %d",
        spool.assignment(),
        seq,
        spool.ackedSeq());
  }

  /** Whoever measured it is asked for all of it, also after the assignment was given up. */
  void answered(Offered claim, Spool spool, boolean refused) {
    Assignment stored = assignments.find(claim.assignment()).orElseThrow();
    boolean counts = hasBegun(stored) && stored.epoch().equals(claim.epoch());
    promises.require(
        Promise.NOTHING_REFUSED,
        !refused || spool.isDiscarded() || !counts,
        "frames of %s are refused",
        name(stored));
  }

  /** From here on nothing goes wrong. */
  void calmBegins() {
    tasks.all().stream()
        .filter(task -> world.store().reports().hasFault(task.ref()))
        .forEach(task -> faulty.add(task.id()));
  }

  /** Nothing has gone wrong for so long that every agent has heard what was wanted of it. */
  void checkCalm() {
    for (Machine machine : world.machines()) {
      for (SimulatedLoad load : machine.loads()) {
        Assignment running = assignments.find(load.run().claim().assignment()).orElseThrow();
        Task task = tasks.find(running.task().id()).orElseThrow();
        promises.require(
            Promise.CANCEL_HOLDS,
            !task.isCancelRequested(),
            "%s is cancelled, and its load goes on",
            name(task));
        promises.require(
            Promise.FAULT_STOPS_ALL,
            !faulty.contains(task.id()),
            "%s cannot succeed any more, and its load goes on",
            name(task));
      }
    }
  }

  void checkEnd() {
    check();
    for (Task task : tasks.all()) {
      promises.require(
          Promise.EVERY_TASK_ENDS,
          task.status().isTerminal(),
          "%s is %s for ever",
          name(task),
          task.status());
    }
    promises.require(Promise.AGENTS_REST, world.isIdle(), "an agent never comes to rest");
    FinalResults results = new FinalResults(world, promises, recorded);
    for (Task task : tasks.all()) {
      results.check(task, sharesOf(task.id()));
    }
    check();
  }

  private String name(Task task) {
    return world.name(task.id());
  }

  private String name(Assignment assignment) {
    return world.name(assignment.id());
  }
}
