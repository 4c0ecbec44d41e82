package ru.perfscale.bootstrap.agent;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import ru.perfscale.agent.Agent;
import ru.perfscale.agent.AgentSettings;
import ru.perfscale.agent.Host;
import ru.perfscale.agent.journal.JournalSettings;
import ru.perfscale.bootstrap.settings.Version;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.bootstrap.wiring.ControlPlane;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.runner.engine.LoadEngine;

/** The agent in this process: this host, registered as a machine of tenant {@code demo}. */
public final class LocalAgent implements AutoCloseable {
  private static final TenantId DEMO = new TenantId(TenantId.Source.CLAIM, "demo");

  /** Leaves room for the rest within the 20 s in which everything stops. */
  private static final Duration DRAIN = Duration.ofSeconds(8);

  private final StateDirectory directory;
  private final LoadEngine engine;
  private final Agent agent;

  private LocalAgent(StateDirectory directory, LoadEngine engine, Agent agent) {
    this.directory = directory;
    this.engine = engine;
    this.agent = agent;
  }

  /**
   * Starts it; it reports to the server over HTTP like any other agent.
   *
   * @param directory keeps its credential, the work directories of its runs, and in {@code journal}
   *     what they measured until it is delivered
   * @param journalBytes that the latter may take; empty: the usual bound
   */
  public static LocalAgent start(
      ControlPlane controlPlane,
      URI server,
      Path directory,
      MachineTools tools,
      OptionalLong journalBytes) {
    StateDirectory state = StateDirectory.open(directory);
    try {
      LoadEngine engine = LoadEngine.builder().workDirectory(state.runs()).tools(tools).build();
      JournalSettings journal = JournalSettings.in(state.journal(), journalBytes);
      AgentSettings settings = settings(controlPlane, server, state, engine, tools, journal);
      return new LocalAgent(state, engine, Agent.start(settings));
    } catch (RuntimeException e) {
      state.close();
      throw e;
    }
  }

  private static AgentSettings settings(
      ControlPlane controlPlane,
      URI server,
      StateDirectory state,
      LoadEngine engine,
      MachineTools tools,
      JournalSettings journal) {
    MachineDescription machine = ThisMachine.describe();
    return new AgentSettings(
        server,
        new StoredCredential(state.credential()).validFor(controlPlane, DEMO, machine),
        machine.name(),
        Version.current(),
        engine,
        new MachineToolbox(tools),
        journal,
        DRAIN,
        new Host(Optional.of(ThisMachine.facts(server)), state.lives()));
  }

  /** Whether the control plane knows it and has heard it. */
  public boolean isServing() {
    return agent.isServing();
  }

  @Override
  public void close() {
    agent.close();
    engine.close();
    directory.close();
  }
}
