package ru.perfscale.agent;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.ClockOffset;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException;
import ru.perfscale.agent.protocol.ControlPlaneException.Unauthorised;
import ru.perfscale.agent.protocol.ControlPlaneException.Unavailable;
import ru.perfscale.agent.protocol.Orders.Offer;
import ru.perfscale.agent.protocol.WorkOrder;

/** Says yes or no to one offer. Confined to the thread of its run. */
final class OfferAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(OfferAnswer.class);

  private final Offer offer;
  private final String boot;
  private final ControlPlane controlPlane;
  private final Timing timing;
  private final ServerClock serverClock;

  OfferAnswer(
      Offer offer, String boot, ControlPlane controlPlane, Timing timing, ServerClock serverClock) {
    this.offer = offer;
    this.boot = boot;
    this.controlPlane = controlPlane;
    this.timing = timing;
    this.serverClock = serverClock;
  }

  /**
   * Asks for as long as nobody answers.
   *
   * @throws ControlPlaneException.Gone when the offer does not stand any more
   */
  WorkOrder accept() throws InterruptedException {
    Backoff backoff = timing.backoff();
    Optional<ClockOffset> clock =
        offer.machines() > 1 ? serverClock.measure() : serverClock.latest();
    while (true) {
      try {
        return controlPlane.accept(boot, offer.claim(), clock);
      } catch (Unavailable e) {
        // It may have been accepted all the same: only an answer tells.
        LOG.info("{} is not accepted yet: {}", offer.claim(), e.getMessage());
        backoff.pause();
      } catch (Unauthorised e) {
        Thread.sleep(timing.revoked());
      }
    }
  }

  /** Once; an offer that nobody answers is made to another machine after a while. */
  void decline(String reason) throws InterruptedException {
    try {
      controlPlane.decline(offer.claim(), reason);
    } catch (ControlPlaneException e) {
      LOG.debug("{} could not be declined: {}", offer.claim(), e.getMessage());
    }
  }
}
