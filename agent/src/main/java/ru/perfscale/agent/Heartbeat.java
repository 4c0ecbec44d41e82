package ru.perfscale.agent;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException;
import ru.perfscale.agent.protocol.ControlPlaneException.Gone;
import ru.perfscale.agent.protocol.ControlPlaneException.Refused;
import ru.perfscale.agent.protocol.ControlPlaneException.Unauthorised;
import ru.perfscale.agent.protocol.ControlPlaneException.Unavailable;

/** Says every two seconds that one boot of the agent is alive, until that does not count. */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final ControlPlane controlPlane;
  private final String boot;
  private final Duration interval;
  private final Drain drain;
  private final Consumer<ControlPlaneException> onEnd;
  private final Thread thread;

  private Heartbeat(
      ControlPlane controlPlane,
      String boot,
      Duration interval,
      Drain drain,
      Consumer<ControlPlaneException> onEnd) {
    this.controlPlane = controlPlane;
    this.boot = boot;
    this.interval = interval;
    this.drain = drain;
    this.onEnd = onEnd;
    this.thread = Threads.start("heartbeat", this::beat);
  }

  /**
   * @param drain what to tell beside being alive
   * @param onEnd hears, once, that the boot does not count any more
   */
  static Heartbeat start(
      ControlPlane controlPlane,
      String boot,
      Duration interval,
      Drain drain,
      Consumer<ControlPlaneException> onEnd) {
    return new Heartbeat(controlPlane, boot, interval, drain, onEnd);
  }

  private void beat() {
    try {
      while (true) {
        try {
          boolean draining = drain.isAsked();
          controlPlane.heartbeat(boot, draining);
          if (draining) {
            drain.known(boot);
          }
        } catch (Unavailable | Refused e) {
          LOG.debug("{}", e.getMessage());
        }
        Thread.sleep(interval);
      }
    } catch (Gone | Unauthorised e) {
      onEnd.accept(e);
    } catch (InterruptedException e) {
      LOG.debug("Closed");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    Threads.join(thread);
  }
}
