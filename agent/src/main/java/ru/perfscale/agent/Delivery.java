package ru.perfscale.agent;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.Claim;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException.Refused;
import ru.perfscale.agent.protocol.ControlPlaneException.Unauthorised;
import ru.perfscale.agent.protocol.ControlPlaneException.Unavailable;
import ru.perfscale.agent.protocol.FinishReport;
import ru.perfscale.agent.protocol.Frame;
import ru.perfscale.runner.engine.LatencyMeaning;

/**
 * Brings what a run measured to the control plane, however long that takes. Confined to one thread,
 * so that frames are never sent twice at a time.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final ControlPlane controlPlane;
  private final Claim claim;
  private final FrameSpool spool;
  private final Timing timing;

  Delivery(ControlPlane controlPlane, Claim claim, FrameSpool spool, Timing timing) {
    this.controlPlane = controlPlane;
    this.claim = claim;
    this.spool = spool;
    this.timing = timing;
  }

  /**
   * Sends frames as they come, until the spool has ended and all are acknowledged or discarded.
   *
   * @param latency what the durations in the frames are
   * @return why the rest can never be delivered; empty when there is no rest
   * @throws ru.perfscale.agent.protocol.ControlPlaneException.Gone when nobody wants them
   */
  Optional<String> ship(LatencyMeaning latency) throws InterruptedException {
    Backoff backoff = timing.backoff();
    for (List<Frame> batch = spool.next(); !batch.isEmpty(); batch = spool.next()) {
      try {
        if (spool.acknowledge(controlPlane.frames(claim, batch, latency))) {
          backoff.reset();
        } else {
          backoff.pause();
        }
      } catch (Unavailable e) {
        LOG.debug("{}: {} frames wait, {}", claim, batch.size(), e.getMessage());
        backoff.pause();
      } catch (Unauthorised e) {
        Thread.sleep(timing.revoked());
      } catch (Refused | IllegalStateException e) {
        String why = "Frames after %d are lost: %s".formatted(spool.ackedSeq(), e.getMessage());
        LOG.error("{}: {}", claim, why);
        return Optional.of(why);
      }
    }
    return Optional.empty();
  }

  /**
   * Reports the end, after everything that can be delivered was. The report's counts say what was
   * measured in all, so that a rest that got lost cannot go unnoticed.
   *
   * @throws ru.perfscale.agent.protocol.ControlPlaneException.Gone when nobody wants it
   */
  void finish(FinishReport report) throws InterruptedException {
    Backoff backoff = timing.backoff();
    long lastSeq = spool.ackedSeq();
    while (!spool.isDiscarded()) {
      try {
        long stored = controlPlane.finish(claim, report, lastSeq);
        if (stored >= lastSeq) {
          LOG.info("{} finished: {}", claim, report.end());
          return;
        }
        LOG.error("{}: the control plane lost frames after {}, of {}", claim, stored, lastSeq);
        lastSeq = stored;
      } catch (Unavailable e) {
        LOG.debug("{}: the report waits, {}", claim, e.getMessage());
        backoff.pause();
      } catch (Unauthorised e) {
        Thread.sleep(timing.revoked());
      }
    }
  }
}
