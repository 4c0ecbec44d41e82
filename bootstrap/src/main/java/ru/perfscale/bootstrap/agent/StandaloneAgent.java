package ru.perfscale.bootstrap.agent;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import ru.perfscale.agent.Agent;
import ru.perfscale.agent.AgentSettings;
import ru.perfscale.agent.Host;
import ru.perfscale.agent.journal.JournalSettings;
import ru.perfscale.bootstrap.settings.Version;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.runner.engine.LoadEngine;

/** The agent of this host, for a control plane that is somewhere else. */
public final class StandaloneAgent implements AutoCloseable {
  /** Leaves room for the rest within the 20 s in which everything stops. */
  private static final Duration DRAIN = Duration.ofSeconds(12);

  private final StateDirectory directory;
  private final LoadEngine engine;
  private final Agent agent;
  private final Membership.State state;

  /**
   * What it is told.
   *
   * @param directory keeps what it needs to start again
   * @param server where the control plane is; the one that it belongs to when empty
   * @param token to join with, when it does not belong to one yet
   * @param name for the machine, where somebody gave one
   * @param journalBytes what may be kept on disk until it is delivered; empty: the usual bound
   */
  public record Plan(
      Path directory,
      Optional<URI> server,
      Optional<String> token,
      Optional<String> name,
      OptionalLong journalBytes) {
    /** The record's own would print the token. */
    @Override
    public String toString() {
      return "Plan[" + directory + ", " + server + ", " + name + "]";
    }
  }

  private StandaloneAgent(
      StateDirectory directory, LoadEngine engine, Agent agent, Membership.State state) {
    this.directory = directory;
    this.engine = engine;
    this.agent = agent;
    this.state = state;
  }

  /**
   * Starts it; joins first, if that is needed.
   *
   * @param stopAsked looked at while the control plane does not answer a join
   */
  public static StandaloneAgent start(Plan plan, MachineTools tools, BooleanSupplier stopAsked) {
    StateDirectory directory = StateDirectory.open(plan.directory());
    try {
      Membership.State state =
          new JoinedMachine(directory.membership(), stopAsked)
              .state(plan.server(), plan.token(), plan.name());
      LoadEngine engine = LoadEngine.builder().workDirectory(directory.runs()).tools(tools).build();
      return new StandaloneAgent(
          directory, engine, Agent.start(settings(plan, directory, state, engine, tools)), state);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static AgentSettings settings(
      Plan plan,
      StateDirectory directory,
      Membership.State state,
      LoadEngine engine,
      MachineTools tools) {
    return new AgentSettings(
        state.pass().server(),
        state.pass().credential(),
        plan.name().orElseGet(ThisMachine::hostname),
        Version.current(),
        engine,
        new MachineToolbox(tools),
        JournalSettings.in(directory.journal(), plan.journalBytes()),
        DRAIN,
        new Host(Optional.of(ThisMachine.facts(state.pass().server())), directory.lives()));
  }

  public URI server() {
    return state.pass().server();
  }

  /** The id of the machine that this host is. */
  public String machine() {
    return state.machine();
  }

  /** Takes nothing new from now on, and lets what it runs go on to its end. */
  public void drain() {
    agent.drain();
  }

  /**
   * @return whether nothing was left to run or to deliver within that time
   */
  public boolean awaitIdle(Duration limit) throws InterruptedException {
    return agent.awaitIdle(limit);
  }

  /** Gives back what has not begun, stops what runs, and delivers what it measured. */
  @Override
  public void close() {
    agent.close();
    engine.close();
    directory.close();
  }
}
