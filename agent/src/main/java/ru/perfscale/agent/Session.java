package ru.perfscale.agent;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException;
import ru.perfscale.agent.protocol.ControlPlaneException.Gone;
import ru.perfscale.agent.protocol.ControlPlaneException.Refused;
import ru.perfscale.agent.protocol.ControlPlaneException.Unauthorised;
import ru.perfscale.agent.protocol.ControlPlaneException.Unavailable;
import ru.perfscale.agent.protocol.Hello;
import ru.perfscale.agent.protocol.Orders;

/**
 * One life of the agent towards the control plane, from its hello until the control plane says that
 * it does not count any more. Polls and obeys. Confined to one thread.
 */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final String boot = UUID.randomUUID().toString();
  private final ControlPlane controlPlane;
  private final AgentSettings settings;
  private final Timing timing;
  private final Assignments assignments;
  private final ServerClock serverClock;
  private Thread poller;
  private ControlPlaneException lost;

  Session(
      ControlPlane controlPlane,
      AgentSettings settings,
      Timing timing,
      Assignments assignments,
      ServerClock serverClock) {
    this.controlPlane = controlPlane;
    this.settings = settings;
    this.timing = timing;
    this.assignments = assignments;
    this.serverClock = serverClock;
  }

  /**
   * Says hello until it is answered.
   *
   * @param earlier goes first, if it can
   * @throws Unauthorised when the credential is not accepted
   */
  void begin(LateDelivery earlier) throws InterruptedException {
    Backoff backoff = timing.backoff();
    Lives lives = settings.host().lives();
    List<String> replaced = lives.begin(boot);
    while (true) {
      earlier.awaitReports();
      try {
        controlPlane.hello(hello(replaced, earlier.damage()));
        lives.known(boot);
        LOG.info("Serving {} for {}", settings.machineName(), settings.server());
        serverClock.refresh();
        return;
      } catch (Gone | Refused e) {
        LOG.error("{} does not take this agent: {}", settings.server(), e.getMessage());
        backoff.pause();
      } catch (Unavailable e) {
        LOG.warn(
            "The control plane at {} does not answer yet: {}", settings.server(), e.getMessage());
        backoff.pause();
      }
    }
  }

  private Hello hello(List<String> replaced, List<String> journalDamage) {
    Toolbox toolbox = settings.toolbox();
    Map<String, String> installable = toolbox.installable();
    Map<String, String> versions = new HashMap<>(installable);
    versions.putAll(toolbox.versions());
    return new Hello(
        boot,
        replaced,
        new Hello.Tools(toolbox.installed(), installable.keySet(), versions),
        settings.version(),
        settings.host().facts(),
        journalDamage);
  }

  /**
   * Serves until this life is over, and tells all loads to stop.
   *
   * @return why it is over
   * @throws InterruptedException when the agent is closed; everything is drained by then
   */
  ControlPlaneException serve() throws InterruptedException {
    synchronized (this) {
      poller = Thread.currentThread();
    }
    Heartbeat heartbeat = Heartbeat.start(this::beat, timing.heartbeat(), this::lostByHeartbeat);
    try {
      ControlPlaneException cause = poll();
      assignments.abortAll(cause.getMessage());
      return cause;
    } catch (InterruptedException e) {
      ControlPlaneException cause = endPolling();
      if (cause != null) {
        return cause;
      }
      // Heartbeats go on meanwhile, so that the loads end in contact.
      assignments.close(
          "The agent on " + settings.machineName() + " was stopped", settings.drain());
      throw e;
    } finally {
      if (endPolling() != null) {
        // The heartbeat's interrupt has done its work, or came too late to be needed.
        Thread.interrupted();
      }
      heartbeat.close();
    }
  }

  private void beat() throws InterruptedException {
    Drain drain = assignments.drain();
    boolean draining = drain.isAsked();
    controlPlane.heartbeat(boot, draining);
    if (draining) {
      drain.known(boot);
    }
  }

  private void lostByHeartbeat(ControlPlaneException cause) {
    assignments.abortAll(cause.getMessage());
    synchronized (this) {
      lost = cause;
      if (poller != null) {
        poller.interrupt();
      }
    }
  }

  /** From here on nobody interrupts this thread but for closing the agent. */
  private synchronized ControlPlaneException endPolling() {
    poller = null;
    return lost;
  }

  private ControlPlaneException poll() throws InterruptedException {
    Backoff backoff = timing.backoff();
    while (true) {
      long start = System.nanoTime();
      try {
        Orders orders = controlPlane.poll(boot, assignments.running(boot));
        backoff.reset();
        if (!assignments.obey(orders, boot)) {
          serverClock.refresh();
          Duration rest = timing.idlePoll().minusNanos(System.nanoTime() - start);
          Thread.sleep(rest.isNegative() ? Duration.ZERO : rest);
        }
      } catch (Unavailable | Refused e) {
        LOG.warn("No contact with {}: {}", settings.server(), e.getMessage());
        backoff.pause();
      } catch (Gone | Unauthorised e) {
        return e;
      }
    }
  }
}
