package ru.perfscale.bootstrap.agent;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import ru.perfscale.agent.Agent;
import ru.perfscale.agent.AgentSettings;
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

  private final Agent agent;
  private final LoadEngine engine;

  private LocalAgent(Agent agent, LoadEngine engine) {
    this.agent = agent;
    this.engine = engine;
  }

  /**
   * Starts it; it reports to the server over HTTP like any other agent.
   *
   * @param directory keeps its credential and the work directories of its runs
   */
  public static LocalAgent start(
      ControlPlane controlPlane, URI server, Path directory, MachineTools tools) {
    MachineDescription machine = ThisMachine.describe();
    StoredCredential stored = new StoredCredential(directory.resolve("credential"));
    LoadEngine engine =
        LoadEngine.builder().workDirectory(directory.resolve("runs")).tools(tools).build();
    Agent agent =
        Agent.start(
            new AgentSettings(
                server,
                stored.validFor(controlPlane, DEMO, machine),
                machine.name(),
                Version.current(),
                engine,
                new MachineToolbox(tools),
                DRAIN));
    return new LocalAgent(agent, engine);
  }

  /** Whether the control plane knows it and has heard it. */
  public boolean isServing() {
    return agent.isServing();
  }

  @Override
  public void close() {
    agent.close();
    engine.close();
  }
}
