package ru.perfscale.agent;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.journal.JournalDirectory;
import ru.perfscale.agent.protocol.Claim;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException;
import ru.perfscale.agent.protocol.Orders;
import ru.perfscale.agent.protocol.Orders.Offer;
import ru.perfscale.agent.protocol.Orders.Start;

/**
 * All assignments of the agent. One load at a time; others may still deliver what they measured.
 * Thread-safe.
 */
final class Assignments {
  private static final Logger LOG = LoggerFactory.getLogger(Assignments.class);
  private static final int REMEMBERED = 10_000;
  private static final Duration LAST_WAIT = Duration.ofSeconds(2);

  private final ControlPlane controlPlane;
  private final JournalDirectory journals;
  private final AgentSettings settings;
  private final Timing timing;
  private final ServerClock serverClock;
  private final Map<String, AssignmentRun> active = new LinkedHashMap<>();
  private final Map<AssignmentRun, Thread> threads = new LinkedHashMap<>();
  private final Drain drain = new Drain();
  private boolean closed;

  /** The epochs up to which an assignment is over here, so that nothing runs twice. */
  private final Map<String, Long> past =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  Assignments(
      ControlPlane controlPlane,
      JournalDirectory journals,
      AgentSettings settings,
      Timing timing,
      ServerClock serverClock) {
    this.controlPlane = controlPlane;
    this.journals = journals;
    this.serverClock = serverClock;
    this.settings = settings;
    this.timing = timing;
  }

  /** Whether anything new is taken. */
  Drain drain() {
    return drain;
  }

  /** What a poll lists. */
  synchronized List<Claim> running(String boot) {
    return active.values().stream()
        .filter(each -> each.isListedBy(boot))
        .map(AssignmentRun::claim)
        .toList();
  }

  /**
   * Does what a poll brought.
   *
   * @return whether any of it was new
   */
  boolean obey(Orders orders, String boot) throws InterruptedException {
    boolean news = false;
    for (String cancelled : orders.cancels()) {
      AssignmentRun run = find(cancelled);
      if (run != null && run.load().stop(Stop.CANCEL)) {
        LOG.info("{} is cancelled", run.claim());
        news = true;
      }
    }
    for (String dropped : orders.drops()) {
      AssignmentRun run = find(dropped);
      if (run != null) {
        // A poll that waited while a run was finished asks to drop it, too: nothing to tell then.
        if (!run.load().over().isDone()) {
          LOG.warn("{} is dropped: the control plane does not count on it any more", run.claim());
        }
        news |= run.drop();
      }
    }
    for (Start start : orders.starts()) {
      AssignmentRun run = find(start.claim().assignment());
      if (run != null && run.claim().equals(start.claim())) {
        news |= run.start(start.in());
      }
    }
    for (Offer offer : orders.offers()) {
      news |= consider(offer, boot);
    }
    return news;
  }

  private synchronized AssignmentRun find(String assignment) {
    return active.get(assignment);
  }

  private boolean consider(Offer offer, String boot) throws InterruptedException {
    synchronized (this) {
      Claim claim = offer.claim();
      if (closed
          || active.containsKey(claim.assignment())
          || past.getOrDefault(claim.assignment(), -1L) >= claim.epoch()) {
        return false;
      }
      if (drain.isAsked() && !drain.isKnown(boot)) {
        return false;
      }
      List<Load> loads =
          active.values().stream()
              .map(AssignmentRun::load)
              .filter(load -> !load.over().isDone())
              .toList();
      if (loads.isEmpty() && !drain.isAsked()) {
        begin(offer, boot);
        return true;
      }
      if (!loads.isEmpty() && loads.stream().allMatch(load -> load.stopped().isDone())) {
        // The place is free soon, and the offer comes again with the next poll.
        return false;
      }
    }
    decline(
        offer.claim(),
        (drain.isAsked() ? "%s is about to stop" : "busy: %s runs something else")
            .formatted(settings.machineName()));
    return false;
  }

  private void begin(Offer offer, String boot) {
    AssignmentRun run =
        new AssignmentRun(offer, boot, controlPlane, journals, settings, timing, serverClock);
    active.put(offer.claim().assignment(), run);
    threads.put(run, Threads.start("run-" + offer.claim().assignment(), () -> carryOut(run)));
  }

  private void carryOut(AssignmentRun run) {
    try {
      run.carryOut();
    } finally {
      synchronized (this) {
        // Begun once is begun for good: no later epoch may start it again.
        past.put(run.claim().assignment(), run.mayRun() ? Long.MAX_VALUE : run.claim().epoch());
        active.remove(run.claim().assignment());
        threads.remove(run);
        notifyAll();
      }
    }
  }

  private void decline(Claim claim, String why) throws InterruptedException {
    try {
      controlPlane.decline(claim, why);
    } catch (ControlPlaneException e) {
      LOG.debug("{} could not be declined: {}", claim, e.getMessage());
    }
  }

  void checkContact(Duration silence) {
    snapshot().forEach(run -> run.checkContact(silence));
  }

  /** Stops all loads; what they measured is still delivered. */
  void abortAll(String reason) {
    for (AssignmentRun run : snapshot()) {
      if (!run.load().over().isDone() && run.load().stop(Stop.abort(reason))) {
        LOG.warn("{} is stopped: {}", run.claim(), reason);
      }
    }
  }

  /** Waits until no load is left. */
  void awaitLoadsOver() throws InterruptedException {
    for (AssignmentRun run : snapshot()) {
      run.load().awaitOver();
    }
  }

  private synchronized List<AssignmentRun> snapshot() {
    return List.copyOf(active.values());
  }

  /**
   * Takes no offer any more, stops all loads, and waits until everything is delivered; what is not
   * delivered in time is given up. No thread is left, unless one does not react to an interrupt
   * within {@link #longestClose}.
   */
  void close(String reason, Duration drain) {
    long begin = System.nanoTime();
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    abortAll(reason);
    List<Thread> left = awaitEmpty(begin + drain.toNanos());
    left.forEach(Thread::interrupt);
    long deadline = begin + longestClose(drain, timing).toNanos();
    for (Thread each : left) {
      Duration wait = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      if (!Threads.join(each, wait)) {
        LOG.error("{} does not end and is left behind", each.getName());
      }
    }
  }

  /** How long a close may take: the time to drain, or what the end of a load takes, and a bit. */
  static Duration longestClose(Duration drain, Timing timing) {
    Duration end = timing.grace().plus(AssignmentRun.KILL);
    return (drain.compareTo(end) > 0 ? drain : end).plus(LAST_WAIT);
  }

  /**
   * @return whether nothing was left to run or to deliver within that time
   */
  synchronized boolean awaitIdle(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos();
        !active.isEmpty() && left > 0;
        left = deadline - System.nanoTime()) {
      wait(Math.max(1, left / 1_000_000));
    }
    return active.isEmpty();
  }

  private synchronized List<Thread> awaitEmpty(long deadline) {
    boolean interrupted = false;
    long left = deadline - System.nanoTime();
    while (!active.isEmpty() && left > 0 && !interrupted) {
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = deadline - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return List.copyOf(threads.values());
  }
}
