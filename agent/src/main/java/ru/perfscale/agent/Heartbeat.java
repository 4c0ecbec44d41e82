package ru.perfscale.agent;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.ControlPlaneException;
import ru.perfscale.agent.protocol.ControlPlaneException.Gone;
import ru.perfscale.agent.protocol.ControlPlaneException.Refused;
import ru.perfscale.agent.protocol.ControlPlaneException.Unauthorised;
import ru.perfscale.agent.protocol.ControlPlaneException.Unavailable;

/** Says every two seconds that one boot of the agent is alive, until that does not count. */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Beat beat;
  private final Duration interval;
  private final Consumer<ControlPlaneException> onEnd;
  private final Thread thread;

  /** Says it once. */
  @FunctionalInterface
  interface Beat {
    void send() throws InterruptedException;
  }

  private Heartbeat(Beat beat, Duration interval, Consumer<ControlPlaneException> onEnd) {
    this.beat = beat;
    this.interval = interval;
    this.onEnd = onEnd;
    this.thread = Threads.start("heartbeat", this::beat);
  }

  /**
   * @param onEnd hears, once, that the boot does not count any more
   */
  static Heartbeat start(Beat beat, Duration interval, Consumer<ControlPlaneException> onEnd) {
    return new Heartbeat(beat, interval, onEnd);
  }

  private void beat() {
    try {
      while (true) {
        try {
          beat.send();
        } catch (Unavailable | Refused e) {
          LOG.debug("{}", e.getMessage());
        } catch (Gone | Unauthorised e) {
          onEnd.accept(e);
          return;
        } catch (RuntimeException e) {
          // A fault of ours must not silence an agent whose runs go on.
          LOG.error("A heartbeat failed; the next one is due in {}", interval, e);
        }
        Thread.sleep(interval);
      }
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
