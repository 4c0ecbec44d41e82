package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.Optional;
import ru.perfscale.application.simulation.SimulatedLoad.Stop;
import ru.perfscale.application.task.AcceptOffer.WorkOrder;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.task.RunReport;

/** One assignment on its machine, from its offer to its report. */
final class SimulatedRun {
  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final long LATEST_SECOND = 5;
  private static final Duration LONGEST_NOTICE = Duration.ofSeconds(10);

  private final SimulatedAgent agent;
  private final String boot;
  private final Offered claim;
  private final Tool tool;
  private final World world;
  private final Spool spool;
  private final Delivery delivery;
  private Optional<Duration> contactLimit = Optional.empty();
  private Optional<Stop> stopped = Optional.empty();
  private Optional<SimulatedLoad> load = Optional.empty();
  private boolean starting;
  private boolean loadOver;
  private boolean outOfContact;
  private boolean dropped;
  private boolean finished;
  private boolean begun;
  private boolean mayRun;
  private Optional<WorkOrder> accepted = Optional.empty();
  private Optional<Duration> startAt = Optional.empty();

  SimulatedRun(SimulatedAgent agent, String boot, Offered claim, Tool tool) {
    this(agent, boot, claim, tool, new Spool(claim.assignment()));
  }

  private SimulatedRun(SimulatedAgent agent, String boot, Offered claim, Tool tool, Spool spool) {
    this.agent = agent;
    this.boot = boot;
    this.claim = claim;
    this.tool = tool;
    this.world = agent.world();
    this.spool = spool;
    this.delivery = new Delivery(agent, claim, spool, () -> dropped, this::done);
  }

  /** What an earlier process has left on the disk. */
  static SimulatedRun ofJournal(SimulatedAgent agent, Offered claim, Spool spool) {
    SimulatedRun run = new SimulatedRun(agent, "", claim, Tool.CUSTOM, spool);
    run.loadOver = true;
    run.mayRun = true;
    run.begun = true;
    run.contactLimit = Optional.of(Duration.ofDays(1));
    spool.end();
    return run;
  }

  Offered claim() {
    return claim;
  }

  SimulatedAgent agent() {
    return agent;
  }

  Spool spool() {
    return spool;
  }

  boolean isAccepted() {
    return contactLimit.isPresent();
  }

  /** Whether it began, or may have. */
  boolean mayRun() {
    return mayRun;
  }

  boolean isListedBy(String otherBoot) {
    return isAccepted() && !outOfContact && !dropped && boot.equals(otherBoot);
  }

  boolean isStopped() {
    return stopped.isPresent();
  }

  boolean isLoadOver() {
    return loadOver;
  }

  /** Only the first call counts. */
  boolean stop(Stop why) {
    if (stopped.isPresent()) {
      return false;
    }
    stopped = Optional.of(why);
    if (!starting) {
      loadIsOver();
    }
    load.ifPresent(running -> running.stop(why));
    // Whoever waits for the start need not wait any more.
    startTogether();
    return true;
  }

  /** Ends it without a report; what it measured is still delivered, or refused. */
  boolean drop() {
    dropped = true;
    return stop(Stop.CANCEL);
  }

  void checkContact(Duration silence) {
    boolean tooLong =
        contactLimit.filter(limit -> silence.compareTo(stopAfter(limit)) > 0).isPresent();
    if (tooLong && !outOfContact) {
      outOfContact = true;
      stop(Stop.ABORT);
    }
  }

  private static Duration stopAfter(Duration limit) {
    Duration early = limit.minus(MARGIN);
    Duration half = limit.dividedBy(2);
    return early.compareTo(half) > 0 ? early : half;
  }

  void begin() {
    new OfferAnswer(agent, this, boot, tool).begin();
  }

  /** It is accepted. */
  void perform(WorkOrder order) {
    contactLimit = Optional.of(order.task().plan().contactLimit());
    agent.watch();
    world.invariants().recorded(spool);
    accepted = Optional.of(order);
    if (order.share().isWhole()) {
      startNow(0);
    } else {
      startTogether();
    }
  }

  /**
   * The word to start has come.
   *
   * @return whether that was news
   */
  boolean startIn(Duration in) {
    if (!isAccepted() || startAt.isPresent() || in.compareTo(LONGEST_NOTICE) > 0) {
      return false;
    }
    startAt = Optional.of(world.time().now().plus(in));
    startTogether();
    return true;
  }

  /** Begins at the common start, or a full second after it. */
  private void startTogether() {
    if (begun || accepted.isEmpty()) {
      return;
    }
    if (isStopped()) {
      startNow(0);
    } else if (startAt.isPresent()) {
      Duration missed = world.time().now().minus(startAt.get());
      long second = missed.isNegative() ? 0 : Math.ceilDiv(missed.toNanos(), 1_000_000_000L);
      if (second > LATEST_SECOND) {
        begun = true;
        mayRun = true;
        stop(Stop.ABORT);
        finish(RunReport.End.START_FAILED);
      } else {
        Duration wait = startAt.get().plusSeconds(second).minus(world.time().now());
        agent.after(wait.isNegative() ? Duration.ZERO : wait, () -> startNow(second));
      }
    }
  }

  /**
   * @param second the number of the first second that it will measure
   */
  private void startNow(long second) {
    if (begun || finished) {
      return;
    }
    begun = true;
    // Whatever took so long: a run that nobody counts on any more does not begin.
    checkContact(agent.silence());
    if (isStopped()) {
      finish(stopped.get().end());
      return;
    }
    mayRun = true;
    starting = true;
    keep();
    Behaviour behaviour = world.behaviour(accepted.orElseThrow().task().plan().loadTest());
    Duration asked = world.time().now();
    agent.after(
        agent.chance().between(Duration.ofMillis(5), Duration.ofMillis(500)),
        () -> {
          // The supervisor does not wait longer for an engine that froze while it started it.
          boolean late = world.time().now().minus(asked).compareTo(SimulatedLoad.DEADLINE) > 0;
          start(behaviour, second, !late && behaviour.starts());
        });
    delivery.ship();
  }

  private void start(Behaviour behaviour, long second, boolean succeeds) {
    if (!succeeds) {
      loadIsOver();
      finish(RunReport.End.START_FAILED);
      return;
    }
    SimulatedLoad started = new SimulatedLoad(this, agent.machine(), world, behaviour, second);
    load = Optional.of(started);
    stopped.ifPresent(started::stop);
  }

  /** The engine's result is there, after everything that it measured. */
  void loadEnded(RunReport.End how) {
    loadIsOver();
    finish(how);
  }

  private void finish(RunReport.End how) {
    loadIsOver();
    if (!dropped) {
      keep();
    }
    spool.end(new RunReport(how, "", false, Optional.empty(), ""));
    delivery.ship();
  }

  /** On the disk, as soon as there is something to write. */
  private void keep() {
    if (agent.machine().keepsJournal()) {
      agent.machine().journal().put(claim, spool);
    }
  }

  /** For what an earlier process left: there is no load any more. */
  void deliver() {
    delivery.ship();
  }

  private void loadIsOver() {
    if (!loadOver) {
      loadOver = true;
      agent.loadIsOver();
      if (finished) {
        agent.over(this);
      }
    }
  }

  /** Nothing is left to be told; it is over once its load is. */
  void done() {
    if (!finished) {
      finished = true;
      spool.discard();
      agent.machine().journal().remove(claim);
      stop(Stop.CANCEL);
      if (loadOver) {
        agent.over(this);
      }
    }
  }
}
