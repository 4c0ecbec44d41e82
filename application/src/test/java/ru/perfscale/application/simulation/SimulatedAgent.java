package ru.perfscale.application.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import ru.perfscale.application.task.CheckInbox;
import ru.perfscale.application.task.CheckInbox.Orders;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.Epoch;

/**
 * One process of an agent: all its assignments, its contact, and the session that it has with the
 * control plane.
 */
final class SimulatedAgent implements Network.Caller {
  static final Duration SHORT = Duration.ofSeconds(5);
  static final Duration LONG = Duration.ofSeconds(15);
  private static final Duration DRAIN = Duration.ofSeconds(15);
  private static final Duration WATCH = Duration.ofMillis(250);

  private final Machine machine;
  private final World world;
  private final Map<AssignmentId, SimulatedRun> active = new LinkedHashMap<>();
  private final LateDeliveries late = new LateDeliveries(this);
  private final Map<AssignmentId, Long> past = new LinkedHashMap<>();
  private final List<Runnable> missed = new ArrayList<>();
  private Session session;
  private Duration lastHeard;
  private boolean dead;
  private boolean frozen;
  private boolean closed;
  private boolean watching;

  SimulatedAgent(Machine machine, World world) {
    this.machine = machine;
    this.world = world;
    this.lastHeard = world.time().now();
  }

  void begin() {
    late.begin(this::beginSession);
  }

  private void beginSession() {
    session = new Session(this);
    session.begin();
  }

  Machine machine() {
    return machine;
  }

  World world() {
    return world;
  }

  @Override
  public Chance chance() {
    return machine.chance();
  }

  @Override
  public boolean canSend() {
    return !dead && !machine.isMute();
  }

  @Override
  public boolean canReceive() {
    return !dead && !machine.isDeaf();
  }

  @Override
  public void run(Runnable action) {
    if (frozen) {
      missed.add(action);
    } else if (!dead) {
      action.run();
    }
  }

  void after(Duration delay, Runnable action) {
    world.time().after(delay, () -> run(action));
  }

  /** Asks, and notes that the control plane was heard when it answers. */
  <T> void ask(
      String what,
      Duration timeout,
      BiFunction<UseCases, ru.perfscale.domain.machine.Agent, T> question,
      Consumer<Answer<T>> then) {
    send(
        what,
        timeout,
        (server, reply) ->
            server.answer(what, cases -> question.apply(cases, machine.agent()), reply),
        then);
  }

  <T> void send(
      String what, Duration timeout, Network.Request<T> request, Consumer<Answer<T>> then) {
    Duration sentAt = world.time().now();
    world
        .network()
        .ask(
            this,
            timeout,
            request,
            answer -> {
              if (Network.isContact(what, answer) && sentAt.compareTo(lastHeard) > 0) {
                lastHeard = sentAt;
              }
              then.accept(answer);
            });
  }

  Duration silence() {
    return world.time().now().minus(lastHeard);
  }

  /** What a poll lists. */
  Map<AssignmentId, Epoch> running(String boot) {
    Map<AssignmentId, Epoch> running = new LinkedHashMap<>();
    active.values().stream()
        .filter(run -> run.isListedBy(boot))
        .forEach(run -> running.put(run.claim().assignment(), run.claim().epoch()));
    return running;
  }

  /**
   * Does what a poll brought.
   *
   * @param at what the server's clock said then
   * @return whether any of it was new
   */
  boolean obey(Orders orders, Instant at, String boot) {
    boolean news = false;
    for (AssignmentId cancelled : orders.cancels()) {
      SimulatedRun run = active.get(cancelled);
      news |= run != null && run.stop(SimulatedLoad.Stop.CANCEL);
    }
    for (AssignmentId dropped : orders.drops()) {
      SimulatedRun run = active.get(dropped);
      news |= run != null && run.drop();
    }
    for (CheckInbox.Start start : orders.starts()) {
      SimulatedRun run = active.get(start.assignment());
      if (run != null && run.claim().epoch().equals(start.epoch())) {
        news |= run.startIn(Duration.between(at, start.at()));
      }
    }
    for (CheckInbox.Offer offer : orders.offers()) {
      news |= consider(offer, boot);
    }
    return news;
  }

  private boolean consider(CheckInbox.Offer offer, String boot) {
    AssignmentId id = offer.assignment();
    if (closed || active.containsKey(id) || past.getOrDefault(id, -1L) >= offer.epoch().number()) {
      return false;
    }
    List<SimulatedRun> loads = active.values().stream().filter(run -> !run.isLoadOver()).toList();
    Offered claim = new Offered(id, offer.epoch());
    if (loads.isEmpty()) {
      SimulatedRun run = new SimulatedRun(this, boot, claim, offer.tool());
      active.put(id, run);
      run.begin();
      return true;
    }
    if (!loads.stream().allMatch(SimulatedRun::isStopped)) {
      decline(claim);
    }
    return false;
  }

  void decline(Offered claim) {
    world.time().say("%s declines %s", machine, world.name(claim.assignment()));
    ask(
        "decline",
        SHORT,
        (cases, agent) -> {
          cases.answer().decline(agent, claim.assignment(), claim.epoch(), "busy");
          return true;
        },
        answer -> {});
  }

  /** An assignment is over here; begun once is begun for good. */
  void over(SimulatedRun run) {
    if (late.over(run)) {
      return;
    }
    past.put(
        run.claim().assignment(), run.mayRun() ? Long.MAX_VALUE : run.claim().epoch().number());
    active.remove(run.claim().assignment());
    if (closed && active.isEmpty()) {
      machine.ended();
    }
    session.loadsMayBeOver();
  }

  void abortAll() {
    List.copyOf(active.values()).stream()
        .filter(run -> !run.isLoadOver())
        .forEach(run -> run.stop(SimulatedLoad.Stop.ABORT));
  }

  boolean areLoadsOver() {
    return active.values().stream().allMatch(SimulatedRun::isLoadOver);
  }

  void loadIsOver() {
    session.loadsMayBeOver();
  }

  /** A new session begins where the control plane said that the old one does not count. */
  void beginAnew() {
    if (!closed) {
      beginSession();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Looks every quarter of a second whether a run has to end for want of contact. */
  void watch() {
    if (!watching) {
      watching = true;
      after(WATCH, this::checkContact);
    }
  }

  private void checkContact() {
    watching = false;
    List.copyOf(active.values()).forEach(run -> run.checkContact(silence()));
    if (active.values().stream().anyMatch(SimulatedRun::isAccepted)) {
      watch();
    }
  }

  void drain() {
    closed = true;
    abortAll();
    if (active.isEmpty()) {
      machine.ended();
    } else {
      after(DRAIN, machine::ended);
    }
  }

  void die() {
    dead = true;
  }

  boolean isIdle() {
    return active.isEmpty() && late.isIdle();
  }

  boolean isFrozen() {
    return frozen;
  }

  void freeze() {
    frozen = true;
  }

  void thaw() {
    if (frozen) {
      frozen = false;
      List<Runnable> due = List.copyOf(missed);
      missed.clear();
      due.forEach(action -> world.time().after(Duration.ZERO, () -> run(action)));
    }
  }
}
