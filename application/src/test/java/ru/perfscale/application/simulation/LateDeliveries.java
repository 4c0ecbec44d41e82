package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Set;

/** Delivers what earlier processes of an agent left on the disk, what was over first. */
final class LateDeliveries {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final SimulatedAgent agent;
  private final Set<SimulatedRun> underWay = new LinkedHashSet<>();

  LateDeliveries(SimulatedAgent agent) {
    this.agent = agent;
  }

  /**
   * Begins, at the start of the process.
   *
   * @param then once the reports are delivered, so that their tasks end as what they were; after a
   *     while in any case
   */
  void begin(Runnable then) {
    deliver(true);
    awaitReports(agent.world().time().now().plus(PATIENCE), then);
  }

  private void awaitReports(Duration until, Runnable then) {
    if (underWay.isEmpty() || agent.world().time().now().compareTo(until) >= 0) {
      deliver(false);
      then.run();
    } else {
      agent.after(LOOK, () -> awaitReports(until, then));
    }
  }

  private void deliver(boolean withReport) {
    new LinkedHashMap<>(agent.machine().journal())
        .forEach(
            (claim, spool) -> {
              if (spool.report().isPresent() == withReport) {
                SimulatedRun run = SimulatedRun.ofJournal(agent, claim, spool);
                underWay.add(run);
                run.deliver();
              }
            });
  }

  /**
   * @return whether it was one of these
   */
  boolean over(SimulatedRun run) {
    return underWay.remove(run);
  }

  boolean isIdle() {
    return underWay.isEmpty();
  }
}
