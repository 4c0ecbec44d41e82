package ru.perfscale.agent;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.journal.JournalDirectory;
import ru.perfscale.agent.protocol.Contact;
import ru.perfscale.agent.protocol.ControlPlane;
import ru.perfscale.agent.protocol.ControlPlaneException;
import ru.perfscale.agent.protocol.ControlPlaneException.Unauthorised;

/**
 * Serves a control plane until it is closed: {@code docs/agent-protocol.md}. It outlives outages of
 * the control plane, and a credential that is refused for a while.
 */
public final class Agent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
  private static final Duration WATCH = Duration.ofMillis(250);
  private static final Duration LAST_WAIT = Duration.ofSeconds(1);

  private final AgentSettings settings;
  private final Timing timing;
  private final Contact contact = new Contact();
  private final JournalDirectory journals;
  private final ControlPlane controlPlane;
  private final ServerClock serverClock;
  private final Assignments assignments;
  private final LateDelivery lateDelivery;
  private volatile boolean closing;
  private volatile boolean serving;
  private final Thread life;
  private final Thread watch;

  private Agent(AgentSettings settings, Timing timing) {
    this.settings = settings;
    this.timing = timing;
    this.journals = JournalDirectory.open(settings.journal());
    OfferedData.deleteLeftovers(settings);
    this.controlPlane = new ControlPlane(settings.server(), settings.credential(), contact);
    this.serverClock = new ServerClock(controlPlane);
    this.assignments = new Assignments(controlPlane, journals, settings, timing, serverClock);
    this.lateDelivery = LateDelivery.start(controlPlane, journals, timing);
    this.life = Threads.start("poll", this::live);
    this.watch = Threads.start("watch", this::watch);
  }

  /**
   * Starts an agent; returns at once, whether the control plane can be reached or not.
   *
   * @throws ru.perfscale.agent.journal.DirectoryInUse if another agent has the journal directory
   */
  public static Agent start(AgentSettings settings) {
    return start(settings, Timing.DEFAULT);
  }

  static Agent start(AgentSettings settings, Timing timing) {
    if (settings.isReadableOnTheWay()) {
      LOG.warn("{} is not https: the credential can be read on the way", settings.server());
    }
    return new Agent(settings, timing);
  }

  /** Whether the control plane knows this agent, as far as the agent can tell. */
  public boolean isServing() {
    return serving;
  }

  /**
   * Takes no more assignments from now on, and lets what it runs go on to its end. Returns at once.
   */
  public void drain() {
    assignments.drain().ask();
  }

  /**
   * Waits until nothing is left to run or to deliver.
   *
   * @return whether that came about within the time
   */
  public boolean awaitIdle(Duration limit) throws InterruptedException {
    return assignments.awaitIdle(limit);
  }

  /**
   * Takes no more assignments, stops all runs, delivers what they measured within the time that the
   * settings give for it and a little more, leaves the rest in the journals for the next start, and
   * no thread behind. The engine stays open.
   */
  @Override
  public void close() {
    closing = true;
    life.interrupt();
    if (!Threads.join(life, Assignments.longestClose(settings.drain(), timing).plus(LAST_WAIT))) {
      LOG.error("The agent does not end in time; what it still does is given up");
    }
    watch.interrupt();
    Threads.join(watch);
    lateDelivery.close();
    controlPlane.close();
    journals.close();
  }

  private void live() {
    Backoff backoff = timing.backoff();
    try {
      while (!closing) {
        try {
          liveOnce();
          backoff.reset();
        } catch (Unauthorised e) {
          stopAll("The control plane refuses the credential: " + e.getMessage());
          Thread.sleep(timing.revoked());
        } catch (RuntimeException e) {
          LOG.error("The agent starts anew", e);
          stopAll("The agent failed: " + e);
          backoff.pause();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Closing");
    } finally {
      assignments.close(
          "The agent on " + settings.machineName() + " was stopped", settings.drain());
    }
  }

  private void liveOnce() throws InterruptedException {
    Session session = new Session(controlPlane, settings, timing, assignments, serverClock);
    session.begin(lateDelivery);
    serving = true;
    ControlPlaneException cause;
    try {
      cause = session.serve();
    } finally {
      serving = false;
    }
    if (closing) {
      throw new InterruptedException("closing");
    }
    if (cause instanceof Unauthorised) {
      throw cause;
    }
    stopAll(cause.getMessage());
  }

  /** A hello says that what was run before is over: so it must be. */
  private void stopAll(String reason) throws InterruptedException {
    LOG.error("All runs stop. {}", reason);
    assignments.abortAll(reason);
    assignments.awaitLoadsOver();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(WATCH);
        assignments.checkContact(contact.silence());
      }
    } catch (InterruptedException e) {
      LOG.debug("Closing");
    }
  }
}
