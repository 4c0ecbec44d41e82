package ru.perfscale.agent;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.journal.Journal;
import ru.perfscale.agent.journal.JournalDirectory;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException.Gone;
import ru.perfscale.agent.protocol.ControlPlaneException.Refused;

/**
 * Delivers what earlier lives of the agent left in the journals, under their claims. Runs that were
 * over come first, with their reports: the control plane can then end their tasks as what they were
 * instead of as lost, if that happens before the next hello.
 */
final class LateDelivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LateDelivery.class);

  /** More than the longest pause between two attempts. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ControlPlane controlPlane;
  private final JournalDirectory journals;
  private final Timing timing;
  private final CountDownLatch reports = new CountDownLatch(1);
  private final Thread thread;

  private LateDelivery(ControlPlane controlPlane, JournalDirectory journals, Timing timing) {
    this.controlPlane = controlPlane;
    this.journals = journals;
    this.timing = timing;
    this.thread = Threads.start("late", this::deliverAll);
  }

  static LateDelivery start(ControlPlane controlPlane, JournalDirectory journals, Timing timing) {
    return new LateDelivery(controlPlane, journals, timing);
  }

  /** Waits until the reports are delivered, but not for long: a hello must not depend on them. */
  void awaitReports() throws InterruptedException {
    if (!reports.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("Reports of earlier runs are not delivered yet");
    }
  }

  /** Which of the journals read so far were damaged. */
  List<String> damage() {
    return journals.damage();
  }

  private void deliverAll() {
    try {
      // All are read before any is delivered: the hello tells which were damaged.
      List<Journal> recovered =
          journals.leftovers().stream().flatMap(each -> journals.recover(each).stream()).toList();
      for (Journal journal : recovered) {
        if (journal.report().isPresent()) {
          deliver(journal);
        }
      }
      reports.countDown();
      for (Journal journal : recovered) {
        if (journal.report().isEmpty()) {
          deliver(journal);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Closing");
    } finally {
      reports.countDown();
    }
  }

  private void deliver(Journal journal) throws InterruptedException {
    Delivery delivery = new Delivery(controlPlane, journal, timing);
    long waiting = journal.lastSeq() - journal.ackedSeq();
    LOG.info("{}: delivering {} frames of an earlier life of this agent", journal.claim(), waiting);
    try {
      if (delivery.ship().isPresent()) {
        journal.setAside();
        return;
      }
      if (journal.report().isPresent()) {
        delivery.finish(journal.report().get(), () -> false);
      }
      LOG.info("{} is delivered: {} frames", journal.claim(), journal.lastSeq());
      journal.discard();
    } catch (Gone e) {
      LOG.info("{} is not wanted any more: {}", journal.claim(), e.getMessage());
      journal.discard();
    } catch (Refused e) {
      LOG.error("{}: the report is refused: {}", journal.claim(), e.getMessage());
      journal.setAside();
    } catch (RuntimeException e) {
      LOG.error("{} stays in its journal", journal.claim(), e);
      journal.keep();
    }
  }

  /** What is not delivered stays for the next life. */
  @Override
  public void close() {
    thread.interrupt();
    Threads.join(thread);
  }
}
