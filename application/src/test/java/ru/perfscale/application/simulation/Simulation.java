package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.application.simulation.Database.CommitFault;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Profile;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.task.MachineSelection;
import ru.perfscale.domain.task.Task;

/** Runs one schedule to its end: first with its faults, then without, until nothing is left. */
final class Simulation {
  /** More than any task can take once everything works. */
  private static final Duration PATIENCE = Duration.ofHours(2);

  private final Schedule schedule;
  private final Timeline time;
  private final World world;

  /**
   * What came of it.
   *
   * @param violation what must not happen and did
   * @param events how many things happened
   * @param lasted in virtual time
   * @param promises how often which one was looked at
   * @param ends how many tasks ended how
   * @param story line by line, where it was asked for
   */
  record Outcome(
      Optional<Violation> violation,
      long events,
      Duration lasted,
      Faults faults,
      Promises promises,
      Map<String, Integer> ends,
      List<String> story) {}

  private Simulation(Schedule schedule, boolean telling) {
    this.schedule = schedule;
    this.time = new Timeline(telling);
    this.world = new World(schedule, time);
  }

  /**
   * Runs it.
   *
   * @param telling whether the story is wanted, which costs time
   */
  static Outcome run(Schedule schedule, boolean telling) {
    return new Simulation(schedule, telling).outcome();
  }

  private Outcome outcome() {
    Optional<Violation> violation = Optional.empty();
    try {
      schedule.happenings().forEach(each -> time.after(each.at(), () -> happen(each)));
      Duration horizon = schedule.horizon();
      while (time.advance(horizon)) {
        world.invariants().check();
      }
      world.calmDown();
      Duration end = horizon.plus(PATIENCE);
      while (!world.isIdle() && time.advance(end)) {
        world.invariants().check();
      }
      world.invariants().checkEnd();
    } catch (Violation e) {
      violation = Optional.of(e);
      time.say("VIOLATION: %s", e.getMessage());
    } finally {
      world.servers().forEach(server -> server.life().end());
      world.workers().reap();
    }
    return new Outcome(
        violation,
        time.happened(),
        time.now(),
        world.faults(),
        world.invariants().promises(),
        world.ends(),
        time.said());
  }

  private void happen(Happening happening) {
    if (happening.isFault()) {
      world.faults().count(happening.kind().words());
    }
    Machine machine = world.machines().get(happening.whom() % world.machines().size());
    Server server = world.servers().get(happening.whom() % world.servers().size());
    Duration lasts = happening.lasts();
    switch (happening.kind()) {
      case SUBMIT ->
          submit(
              server,
              world.tests().get(happening.whom() % world.tests().size()),
              happening.machines());
      case CANCEL -> cancel(server, happening.whom());
      case AGENT_KILLED -> machine.kill(lasts);
      case AGENT_DRAINED -> machine.drain(lasts);
      case AGENT_FROZEN -> {
        machine.freeze();
        time.after(lasts, machine::thaw);
      }
      case NETWORK_CUT -> cut(machine, true, true, lasts);
      case REQUESTS_CUT -> cut(machine, true, false, lasts);
      case ANSWERS_CUT -> cut(machine, false, true, lasts);
      case SERVER_KILLED -> server.kill(lasts);
      case SERVER_KILLED_BEFORE_COMMIT -> world.store().database().fail(CommitFault.KILLED_BEFORE);
      case SERVER_KILLED_AFTER_COMMIT -> world.store().database().fail(CommitFault.KILLED_AFTER);
      case SERVER_FROZEN -> {
        time.say("%s is frozen", server);
        server.freeze();
        time.after(lasts, server::thaw);
      }
      case SERVER_SUSPENDED -> {
        time.say("%s is suspended", server);
        server.suspend();
        time.after(lasts, server::thaw);
      }
      case DATABASE_AWAY -> {
        time.say("the database is away");
        world.store().database().goAway();
        time.after(lasts, world.store().database()::comeBack);
      }
      case DATABASE_CLOCK_JUMPS -> {
        time.say("the database's clock jumps by %s", lasts);
        world.store().database().jump(lasts);
        world.invariants().databaseClockJumps();
      }
    }
  }

  private void cut(Machine machine, boolean requests, boolean answers, Duration lasts) {
    machine.cut(requests, answers);
    time.after(lasts, () -> machine.cut(false, false));
  }

  /**
   * @param wanted how many machines, as far as there are as many; all of them when 0
   */
  private void submit(Server server, LoadTest test, int wanted) {
    MachineSelection machines =
        wanted == 0
            ? MachineSelection.all()
            : new MachineSelection.Count(Math.min(wanted, world.machinesFor(test)));
    if (server.isUp()) {
      server.answer(
          "submit",
          cases -> cases.submit().submit(member(test.tenant()), test.id(), machines),
          answer -> time.say("submit: %s", answer.getClass().getSimpleName()));
    }
  }

  private void cancel(Server server, int whom) {
    List<Task> tasks = world.store().tasks().table().all();
    if (server.isUp() && !tasks.isEmpty()) {
      Task task = tasks.get(whom % tasks.size());
      server.answer(
          "cancel",
          cases -> {
            cases.cancel().cancel(member(task.tenant()), task.id());
            return true;
          },
          answer ->
              time.say("cancel %s: %s", world.name(task.id()), answer.getClass().getSimpleName()));
    }
  }

  private static Principal member(ru.perfscale.domain.identity.TenantId tenant) {
    return new Principal("somebody", Optional.of(tenant), List.of("member"), Profile.EMPTY);
  }
}
