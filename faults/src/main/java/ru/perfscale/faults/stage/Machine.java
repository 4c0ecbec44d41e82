package ru.perfscale.faults.stage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ru.perfscale.faults.network.Condition;
import ru.perfscale.faults.network.Line;
import ru.perfscale.faults.network.Meddler;

/** A machine: its agent as a process, and its line to the server. */
public final class Machine implements AutoCloseable {
  private static final Duration SERVING_LIMIT = Duration.ofSeconds(30);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(25);
  private static final Duration HEARTBEATS = Duration.ofSeconds(3);

  private final String id;
  private final Line line;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private Child agent;
  private long started;

  /**
   * @param id of the registered machine
   * @param command that starts its agent
   */
  Machine(String id, Line line, List<String> command, Map<String, String> environment, Path log) {
    this.id = id;
    this.line = line;
    this.command = command;
    this.environment = environment;
    this.log = log;
  }

  public String id() {
    return id;
  }

  public Line line() {
    return line;
  }

  public boolean isAlive() {
    return agent != null && agent.isAlive();
  }

  /** Starts its agent where it does not run. */
  public void start() {
    if (!isAlive()) {
      started = System.nanoTime();
      agent = Child.start(command, environment, log);
    }
  }

  /** Returns when its present agent is answered, as far as the last heartbeats tell. */
  void awaitServed() {
    long recent = System.nanoTime() - HEARTBEATS.toNanos();
    awaitHeard(recent - started > 0 ? recent : started);
  }

  /** Returns when the server has answered the agent since that moment. */
  public void awaitHeard(long since) {
    if (!Await.that(SERVING_LIMIT, () -> line.lastHeard() - since > 0)) {
      throw new IllegalStateException(
          "The agent of " + id + " is not answered; it wrote\n" + agent.written());
    }
  }

  /** kill -9 of the agent alone. */
  public void kill() {
    agent.kill();
  }

  /** Sends a signal to the agent by its name. */
  public void signal(String name) {
    agent.signal(name);
  }

  /** Stops the supervisors of its runs by a signal; to be thawed again. */
  public List<ProcessHandle> freezeSupervisors() {
    List<ProcessHandle> supervisors = agent.descendants().filter(Machine::isSupervisor).toList();
    supervisors.forEach(each -> Signals.send("STOP", each.pid()));
    return supervisors;
  }

  private static boolean isSupervisor(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .filter(all -> Stream.of(all).anyMatch(each -> each.endsWith("/supervisor.sh")))
        .isPresent();
  }

  public void thaw(List<ProcessHandle> supervisors) {
    supervisors.stream()
        .filter(ProcessHandle::isAlive)
        .forEach(each -> Signals.send("CONT", each.pid()));
  }

  /** SIGTERM, as an upgrade begins; by force when that takes too long. */
  void stop() {
    signal("TERM");
    if (!awaitEnd(STOP_LIMIT)) {
      kill();
    }
  }

  /**
   * @return whether it ended in time
   */
  public boolean awaitEnd(Duration limit) {
    return agent.awaitEnd(limit);
  }

  /** Whole network, running agent. */
  void heal() {
    line.set(Condition.WHOLE);
    line.set(Meddler.NONE);
    if (isAlive()) {
      signal("CONT");
    }
    start();
  }

  @Override
  public void close() {
    line.close();
    if (isAlive()) {
      agent.kill();
    }
  }
}
