package ru.perfscale.agent;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.journal.Journal;
import ru.perfscale.agent.protocol.Claim;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException.Refused;
import ru.perfscale.agent.protocol.ControlPlaneException.Unauthorised;
import ru.perfscale.agent.protocol.ControlPlaneException.Unavailable;
import ru.perfscale.agent.protocol.FinishReport;
import ru.perfscale.agent.protocol.Frame;

/**
 * Brings what a run measured to the control plane, however long that takes. Confined to one thread,
 * so that frames are never sent twice at a time.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /** About what a request may have: the less, the worse the last one went. */
  private static final long LEAST_BYTES = 256 << 10;

  private static final long MOST_BYTES = 4 << 20;

  private final ControlPlane controlPlane;
  private final Claim claim;
  private final Journal journal;
  private final Timing timing;

  Delivery(ControlPlane controlPlane, Journal journal, Timing timing) {
    this.controlPlane = controlPlane;
    this.claim = journal.claim();
    this.journal = journal;
    this.timing = timing;
  }

  /**
   * Sends frames as they come, until the journal has ended and all are acknowledged or discarded.
   *
   * @return why the rest can never be delivered; empty when there is no rest
   * @throws ru.perfscale.agent.protocol.ControlPlaneException.Gone when nobody wants them
   */
  Optional<String> ship() throws InterruptedException {
    Backoff backoff = timing.backoff();
    long bytes = MOST_BYTES;
    try {
      for (List<Frame> batch = journal.next(bytes); !batch.isEmpty(); batch = journal.next(bytes)) {
        try {
          if (journal.acknowledge(controlPlane.frames(claim, batch, journal.latency()))) {
            backoff.reset();
            bytes = Math.min(MOST_BYTES, bytes * 2);
          } else {
            backoff.pause();
          }
        } catch (Unavailable e) {
          LOG.debug("{}: {} frames wait, {}", claim, batch.size(), e.getMessage());
          bytes = LEAST_BYTES;
          backoff.pause();
        } catch (Unauthorised e) {
          Thread.sleep(timing.revoked());
        }
      }
      return Optional.empty();
    } catch (Refused | IllegalStateException e) {
      String why = "Frames after %d are lost: %s".formatted(journal.ackedSeq(), e.getMessage());
      LOG.error("{}: {}", claim, why);
      return Optional.of(why);
    }
  }

  /**
   * Reports the end, after everything that can be delivered was. The report's counts say what was
   * measured in all, so that a rest that got lost cannot go unnoticed.
   *
   * @param dropped whether nobody wants the report any more
   * @throws ru.perfscale.agent.protocol.ControlPlaneException.Gone when nobody wants it
   */
  void finish(FinishReport report, BooleanSupplier dropped) throws InterruptedException {
    long lastSeq = journal.ackedSeq();
    while (!dropped.getAsBoolean()) {
      byte[] text = ControlPlane.report(claim, report, lastSeq);
      journal.report(text);
      long stored = finish(text, dropped);
      if (stored >= lastSeq) {
        LOG.info("{} finished: {}", claim, report.end());
        return;
      }
      LOG.error("{}: the control plane lost frames after {}, of {}", claim, stored, lastSeq);
      lastSeq = stored;
    }
  }

  /**
   * Sends a report until it is answered.
   *
   * @return the number of the last frame that is stored; the highest there is when it was dropped
   */
  long finish(byte[] text, BooleanSupplier dropped) throws InterruptedException {
    Backoff backoff = timing.backoff();
    while (!dropped.getAsBoolean()) {
      try {
        return controlPlane.finish(claim, text);
      } catch (Unavailable e) {
        LOG.debug("{}: the report waits, {}", claim, e.getMessage());
        backoff.pause();
      } catch (Unauthorised e) {
        Thread.sleep(timing.revoked());
      }
    }
    return Long.MAX_VALUE;
  }
}
