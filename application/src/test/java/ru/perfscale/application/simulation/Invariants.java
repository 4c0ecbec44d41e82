package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Assignment.Holder;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskStatus;

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
  private final List<Violation> alarms = new ArrayList<>();
  private Duration clockJumpedAt = Duration.ofDays(-1);

  Invariants(World world) {
    this.world = world;
    this.tasks = world.store().tasks().table();
    this.assignments = world.store().assignments().table();
    tasks.listen(this::taskChanged);
    assignments.listen(this::assignmentChanged);
    world.store().database().afterCommit(this::committed);
  }

  /** Something failed where it could not be thrown. */
  void alarm(Violation violation) {
    alarms.add(violation);
  }

  private void require(boolean holds, String format, Object... arguments) {
    if (!holds) {
      alarm(new Violation(format, arguments));
    }
  }

  /** Called after everything that happens. */
  void check() {
    if (!alarms.isEmpty()) {
      throw alarms.getFirst();
    }
  }

  void databaseClockJumps() {
    clockJumpedAt = world.time().now();
  }

  /** States only advance. */
  private void taskChanged(Optional<Task> before, Optional<Task> after) {
    Task task = after.orElseThrow(() -> new Violation("a task was removed"));
    touched.add(task.id());
    if (before.isEmpty()) {
      require(task.status() == TaskStatus.PENDING, "%s begins as %s", name(task), task.status());
      return;
    }
    Task old = before.get();
    if (old.status() == task.status()) {
      require(
          old.progress().finishedAt().equals(task.progress().finishedAt())
              && (old.startedAt().isEmpty() || old.startedAt().equals(task.startedAt())),
          "%s changes its times",
          name(task));
      return;
    }
    world.time().say("%s is %s, was %s", name(task), task.status(), old.status());
    require(
        old.status() == TaskStatus.PENDING
            || (old.status() == TaskStatus.RUNNING && task.status().isTerminal()),
        "%s goes from %s to %s",
        name(task),
        old.status(),
        task.status());
  }

  private void assignmentChanged(Optional<Assignment> before, Optional<Assignment> after) {
    Assignment now = after.orElseThrow(() -> new Violation("an assignment was removed"));
    touched.add(now.task().id());
    if (before.isEmpty()) {
      return;
    }
    Assignment old = before.get();
    require(now.ackedSeq() >= old.ackedSeq(), "%s forgets frames", name(now));
    boolean offered =
        old.status() == AssignmentStatus.OPEN && now.status() == AssignmentStatus.OFFERED;
    require(
        now.epoch().number() == old.epoch().number() + (offered ? 1 : 0),
        "%s goes from epoch %s to %s",
        name(now),
        old.epoch(),
        now.epoch());
    if (old.status() == now.status()) {
      require(old.holder().equals(now.holder()), "%s changes hands as %s", name(now), now.status());
      return;
    }
    world
        .time()
        .say(
            "%s of %s is %s, was %s",
            name(now), world.name(now.task().id()), now.status(), old.status());
    require(
        mayFollow(old.status(), now.status()),
        "%s goes from %s to %s",
        name(now),
        old.status(),
        now.status());
    if (now.status() == AssignmentStatus.RUNNING) {
      accepted(now);
    } else if (now.status() == AssignmentStatus.LOST) {
      lost(now);
    }
  }

  private static boolean mayFollow(AssignmentStatus before, AssignmentStatus after) {
    return switch (before) {
      case OPEN -> after == AssignmentStatus.OFFERED || after == AssignmentStatus.REVOKED;
      case OFFERED ->
          after == AssignmentStatus.OPEN
              || after == AssignmentStatus.ACCEPTED
              || after == AssignmentStatus.RUNNING
              || after == AssignmentStatus.REVOKED;
      case ACCEPTED ->
          after == AssignmentStatus.OPEN
              || after == AssignmentStatus.RUNNING
              || after == AssignmentStatus.REVOKED;
      case RUNNING -> after == AssignmentStatus.FINISHED || after == AssignmentStatus.LOST;
      case FINISHED, LOST, REVOKED -> false;
    };
  }

  /** What is cancelled never starts later. */
  private void accepted(Assignment assignment) {
    require(
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
    if (!loads) {
      return;
    }
    if (isForAnEarlierLife(assignment.holder().orElseThrow())) {
      world.faults().count("hello of an earlier life takes over");
      return;
    }
    require(hasClockCheated(), "%s is lost while its load goes on", name(assignment));
  }

  private boolean hasClockCheated() {
    return world.time().now().minus(clockJumpedAt).compareTo(CLOCK_CHEATS) < 0;
  }

  /**
   * A hello that comes after that of a later life cannot be told from a new one yet: it takes over,
   * and the load ends when its agent is told so by its next request.
   */
  private boolean isForAnEarlierLife(Holder holder) {
    Optional<String> present = world.store().agents().row(holder.machine()).boot();
    return Machine.lifeOf(present) < Machine.lifeOf(holder.boot());
  }

  private void committed() {
    for (TaskId id : touched) {
      Task task = tasks.find(id).orElseThrow();
      List<Assignment> shares = sharesOf(id);
      boolean over = shares.stream().allMatch(share -> share.status().isTerminal());
      require(
          over == task.status().isTerminal(),
          "%s is %s with assignments %s",
          name(task),
          task.status(),
          shares.stream().map(Assignment::status).toList());
      boolean begun = shares.stream().anyMatch(Invariants::hasBegun);
      require(
          begun == (task.startedAt().isPresent())
              && (!begun || shares.stream().noneMatch(Assignment::hasNotBegun)),
          "%s is %s with assignments %s",
          name(task),
          task.status(),
          shares.stream().map(Assignment::status).toList());
      for (Assignment share : shares) {
        require(
            world.store().frames().frames(share.id()).size() == share.ackedSeq(),
            "%s has %d frames, acknowledged %d",
            name(share),
            world.store().frames().frames(share.id()).size(),
            share.ackedSeq());
      }
      long stored = shares.stream().mapToLong(a -> world.store().frames().requests(a.id())).sum();
      require(
          task.findings().figures().totalRequests() <= stored,
          "%s shows %d requests, stored are %d",
          name(task),
          task.findings().figures().totalRequests(),
          stored);
    }
    touched.clear();
  }

  private static boolean hasBegun(Assignment share) {
    return share.status() == AssignmentStatus.RUNNING
        || share.status() == AssignmentStatus.FINISHED
        || share.status() == AssignmentStatus.LOST;
  }

  private List<Assignment> sharesOf(TaskId task) {
    return assignments.all().stream().filter(a -> a.task().id().equals(task)).toList();
  }

  /** One runner per assignment, and one load per machine. */
  void loadBegins(Machine machine, Offered claim, Duration at) {
    Assignment stored = assignments.find(claim.assignment()).orElseThrow();
    require(begun.put(claim.assignment(), at) == null, "%s is run twice", name(stored));
    require(machine.loads().size() == 1, "%s runs two loads", machine);
    require(
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
    require(seq <= stored, "%s: %d acknowledged, %d stored", spool.assignment(), seq, stored);
    require(
        seq >= spool.ackedSeq(),
        "%s: %d acknowledged, before %d",
        spool.assignment(),
        seq,
        spool.ackedSeq());
  }

  /** Whoever measured it is asked for all of it, also after the assignment was given up. */
  void refused(Offered claim, Spool spool) {
    Assignment stored = assignments.find(claim.assignment()).orElseThrow();
    boolean counts = hasBegun(stored) && stored.epoch().equals(claim.epoch());
    require(spool.isDiscarded() || !counts, "frames of %s are refused", name(stored));
  }

  /** Nothing has gone wrong for so long that every agent has heard what was wanted of it. */
  void checkCalm() {
    for (Machine machine : world.machines()) {
      for (SimulatedLoad load : machine.loads()) {
        Assignment running = assignments.find(load.run().claim().assignment()).orElseThrow();
        Task task = tasks.find(running.task().id()).orElseThrow();
        require(!task.isCancelRequested(), "%s is cancelled, and its load goes on", name(task));
      }
    }
  }

  void checkEnd() {
    check();
    tasks
        .all()
        .forEach(
            task ->
                require(
                    task.status().isTerminal(), "%s is %s for ever", name(task), task.status()));
    require(world.isIdle(), "an agent never comes to rest");
    FinalResults results = new FinalResults(world, recorded);
    tasks.all().forEach(task -> results.check(task, sharesOf(task.id())).ifPresent(this::alarm));
    check();
  }

  private String name(Task task) {
    return world.name(task.id());
  }

  private String name(Assignment assignment) {
    return world.name(assignment.id());
  }
}
