package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.Optional;
import ru.perfscale.domain.task.RunReport;

/** A tool at work under its supervisor, which outlives the agent's process for a moment. */
final class SimulatedLoad {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(4);

  /** How long the supervisor waits for a sign of life of the engine. */
  static final Duration DEADLINE = Duration.ofSeconds(10);

  private final SimulatedRun run;
  private final Machine machine;
  private final World world;
  private final Behaviour behaviour;
  private final Duration startedAt;
  private final Chance chance;
  private long second;
  private boolean over;
  private boolean stopping;

  /** Why a load is stopped. */
  enum Stop {
    CANCEL(RunReport.End.CANCELLED),
    ABORT(RunReport.End.CONTACT_LOST);

    private final RunReport.End end;

    Stop(RunReport.End end) {
      this.end = end;
    }

    RunReport.End end() {
      return end;
    }
  }

  SimulatedLoad(
      SimulatedRun run, Machine machine, World world, Behaviour behaviour, long firstSecond) {
    this.second = firstSecond;
    this.run = run;
    this.machine = machine;
    this.world = world;
    this.behaviour = behaviour;
    this.startedAt = world.time().now();
    this.chance = machine.chance();
    world.time().say("%s: load of %s begins", machine, world.name(run.claim().assignment()));
    machine.loads().add(this);
    world.invariants().loadBegins(machine, run.claim(), startedAt);
    world.time().after(SECOND, this::tick);
    boolean tooLong = behaviour.lasts().compareTo(behaviour.limit()) > 0;
    if (tooLong) {
      world.time().after(behaviour.limit(), () -> stop(RunReport.End.TIMED_OUT));
    } else {
      world.time().after(behaviour.lasts(), () -> end(Optional.of(behaviour.end())));
    }
  }

  private void tick() {
    if (!over) {
      measure();
      world.time().after(SECOND, this::tick);
    }
  }

  private void measure() {
    Snapshot snapshot = Snapshot.of(second++, chance);
    run.agent().run(() -> run.spool().add(snapshot));
  }

  void stop(Stop why) {
    stop(why.end());
  }

  private void stop(RunReport.End how) {
    if (!stopping) {
      stopping = true;
      Duration takes = chance.hits(0.7) ? chance.upTo(SECOND) : chance.upTo(GRACE);
      world.time().after(takes, () -> end(Optional.of(how)));
    }
  }

  /** The engine's process is dead. */
  void orphaned(Duration lives) {
    world.time().after(lives, () -> end(Optional.empty()));
  }

  /** The engine gives no sign of life for now. */
  void engineFrozen() {
    world
        .time()
        .after(
            DEADLINE,
            () -> {
              if (run.agent().isFrozen()) {
                end(Optional.of(RunReport.End.TOOL_FAILED));
              }
            });
  }

  private void end(Optional<RunReport.End> how) {
    if (over) {
      return;
    }
    if (how.isPresent()) {
      measure();
    }
    over = true;
    machine.loads().remove(this);
    world.time().say("%s: load of %s is over", machine, world.name(run.claim().assignment()));
    how.ifPresent(end -> run.agent().run(() -> run.loadEnded(end)));
  }

  SimulatedRun run() {
    return run;
  }
}
