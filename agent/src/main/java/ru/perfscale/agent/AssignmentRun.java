package ru.perfscale.agent;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.CommonStart.Beginning;
import ru.perfscale.agent.journal.Journal;
import ru.perfscale.agent.journal.JournalDirectory;
import ru.perfscale.agent.protocol.Claim;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException;
import ru.perfscale.agent.protocol.ControlPlaneException.Gone;
import ru.perfscale.agent.protocol.FinishReport;
import ru.perfscale.agent.protocol.Orders.Offer;
import ru.perfscale.agent.protocol.WorkOrder;
import ru.perfscale.runner.engine.Run;

/**
 * One assignment from its offer to its report: install, accept, run, deliver, finish. It has a
 * thread of its own; others only ask it to stop.
 */
final class AssignmentRun {
  private static final Logger LOG = LoggerFactory.getLogger(AssignmentRun.class);

  /** How long a kill may take, after the grace that the tool had. */
  static final Duration KILL = Duration.ofSeconds(5);

  private static final Duration LEAST_WAIT = Duration.ofMillis(500);

  private final Offer offer;
  private final String boot;
  private final ControlPlane controlPlane;
  private final AgentSettings settings;
  private final Timing timing;
  private final OfferAnswer answer;
  private final CommonStart commonStart = new CommonStart();
  private final Load load = new Load();
  private final OfferedData data;
  private final Journal journal;
  private volatile Optional<Duration> contactLimit = Optional.empty();
  private volatile Optional<Run> run = Optional.empty();
  private volatile boolean mayRun;
  private volatile boolean outOfContact;
  private volatile boolean dropped;

  AssignmentRun(
      Offer offer,
      String boot,
      ControlPlane controlPlane,
      JournalDirectory journals,
      AgentSettings settings,
      Timing timing,
      ServerClock serverClock) {
    this.offer = offer;
    this.boot = boot;
    this.controlPlane = controlPlane;
    this.settings = settings;
    this.timing = timing;
    this.answer = new OfferAnswer(offer, boot, controlPlane, timing, serverClock);
    this.data = new OfferedData(offer, boot, controlPlane, settings, timing);
    this.journal =
        journals.begin(
            offer.claim(),
            settings.server().toString(),
            full -> {
              LOG.error("{} is stopped: {}", offer.claim(), full);
              load.stop(Stop.abort(full));
            });
  }

  Claim claim() {
    return offer.claim();
  }

  Load load() {
    return load;
  }

  boolean isAccepted() {
    return contactLimit.isPresent();
  }

  /** Whether it began, or may have: no later offer of it is taken then. */
  boolean mayRun() {
    return mayRun;
  }

  /**
   * All machines have accepted.
   *
   * @param in from now to the common start; negative when it is past
   * @return whether that was news
   */
  boolean start(Duration in) {
    return isAccepted() && commonStart.tell(in);
  }

  /**
   * Whether a poll lists it. One that was out of contact for too long is not listed: the control
   * plane may have given it up, would have it dropped, and what it measured would be lost.
   */
  boolean isListedBy(String otherBoot) {
    return isAccepted() && !outOfContact && !dropped && boot.equals(otherBoot);
  }

  /**
   * Ends it without a report. What it measured is still delivered: the control plane takes it from
   * a run that it has given up, or answers that it does not.
   */
  boolean drop() {
    dropped = true;
    return load.stop(Stop.CANCEL);
  }

  /** Stops the load in time for the contact limit. */
  void checkContact(Duration silence) {
    boolean tooLong =
        contactLimit.filter(limit -> silence.compareTo(stopAfter(limit)) > 0).isPresent();
    if (tooLong && !outOfContact) {
      outOfContact = true;
      String reason =
          String.format(
              Locale.ROOT,
              "Out of contact with the control plane for %.1f s",
              silence.toMillis() / 1000.0);
      if (load.stop(Stop.abort(reason))) {
        LOG.warn("{} is stopped: {}", claim(), reason);
      }
    }
  }

  private Duration stopAfter(Duration limit) {
    Duration early = limit.minus(timing.contactMargin());
    Duration half = limit.dividedBy(2);
    return early.compareTo(half) > 0 ? early : half;
  }

  /** All of it. Returns when there is nothing left to do, or soon after an interrupt. */
  void carryOut() {
    try {
      answerAndPerform();
      load.awaitOver();
    } catch (InterruptedException e) {
      load.stop(Stop.CANCEL);
      awaitOverInTime();
      leave();
    } finally {
      data.delete();
    }
  }

  /** For the next life of the agent, with the report if the run came to its end. */
  private void leave() {
    if (!dropped && journal.report().isEmpty()) {
      run.map(Run::result)
          .filter(CompletableFuture::isDone)
          .map(result -> FinishReport.of(result.join()))
          .map(report -> ControlPlane.report(claim(), report, journal.lastSeq()))
          .ifPresent(journal::report);
    }
    journal.keep();
  }

  private void answerAndPerform() throws InterruptedException {
    try {
      Optional<FinishReport> obstacle = prepare();
      Optional<WorkOrder> order = accept();
      if (order.isPresent()) {
        LOG.info("{} is accepted: {}", claim(), order.get());
        perform(order.get(), obstacle);
      } else {
        answer.decline(load.stopped().join().reason());
      }
    } catch (Gone e) {
      LOG.info("{} is dropped: {}", claim(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("{} is given up", claim(), e);
      reportFailure(e);
    }
    load.stop(Stop.CANCEL);
    journal.discard();
  }

  /** What is reported instead of a run; empty when nothing is in its way. */
  private Optional<FinishReport> prepare() throws InterruptedException {
    Optional<String> missing =
        new Installation(offer, controlPlane, settings, timing.preparing())
            .ensureTool(load.stopped());
    return missing.isPresent()
        ? missing.map(NoRun::toolMissing)
        : data.fetch(load.stopped()).map(NoRun::startFailed);
  }

  /** What was accepted ends by a report only: as long as this agent is heard, it would run on. */
  private void reportFailure(RuntimeException failure) throws InterruptedException {
    if (!isAccepted()) {
      return;
    }
    String message =
        "The agent on %s failed: %s".formatted(settings.machineName(), failure.getMessage());
    load.stop(Stop.abort(message));
    load.awaitOver();
    try {
      finish(FinishReport.withoutRun(FinishReport.End.TOOL_FAILED, message));
    } catch (ControlPlaneException e) {
      LOG.error("{} cannot be reported: {}", claim(), e.getMessage());
    }
  }

  /** Counted from the stop, which may have been long before the interrupt. */
  private void awaitOverInTime() {
    Duration left = timing.grace().plus(KILL).minus(load.sinceStop());
    Duration wait = left.compareTo(LEAST_WAIT) > 0 ? left : LEAST_WAIT;
    try {
      load.over().get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      LOG.error("{} does not end; its supervisor is left to end it", claim(), e);
    }
  }

  /** Empty when it was stopped before it was asked for. */
  private Optional<WorkOrder> accept() throws InterruptedException {
    if (load.stopped().isDone()) {
      return Optional.empty();
    }
    WorkOrder order = answer.accept();
    mayRun = order.share().isWhole();
    contactLimit = Optional.of(order.contactLimit());
    return Optional.of(order);
  }

  private void perform(WorkOrder order, Optional<FinishReport> obstacle)
      throws InterruptedException {
    Optional<Beginning> together = Optional.empty();
    if (!order.share().isWhole()) {
      together = commonStart.await(load.stopped());
      if (together.isEmpty()) {
        finish(load.stopped().join().withoutRun());
        return;
      }
    }
    mayRun = true;
    if (obstacle.isPresent()) {
      finish(obstacle.get());
      return;
    }
    if (together.filter(Beginning::isTooLate).isPresent()) {
      finish(NoRun.missedStart(settings.machineName(), together.get()));
      return;
    }
    EngineOrder engineOrder = new EngineOrder(order, data.files(), together);
    // Who was frozen since it accepted must not begin what the control plane may have given up.
    checkContact(controlPlane.silence());
    try {
      run =
          load.start(
              () -> settings.engine().start(engineOrder.spec(timing), engineOrder.into(journal)));
    } catch (RuntimeException e) {
      finish(NoRun.of(e));
      return;
    } finally {
      data.delete();
    }
    if (run.isEmpty()) {
      finish(load.stopped().join().withoutRun());
      return;
    }
    run.get().result().whenComplete((result, failure) -> journal.end());
    journal.means(run.get().latency());
    Optional<String> lost = new Delivery(controlPlane, journal, timing).ship();
    lost.ifPresent(why -> load.stop(Stop.abort(why)));
    FinishReport report = report(run.get());
    finish(lost.map(report::adding).orElse(report));
  }

  private void finish(FinishReport report) throws InterruptedException {
    new Delivery(controlPlane, journal, timing).finish(report, () -> dropped);
  }

  private static FinishReport report(Run run) throws InterruptedException {
    try {
      return FinishReport.of(run.result().get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("The result of run " + run.id(), e.getCause());
    }
  }
}
