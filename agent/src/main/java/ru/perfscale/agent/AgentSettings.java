package ru.perfscale.agent;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import ru.perfscale.agent.journal.JournalSettings;
import ru.perfscale.agent.protocol.Credential;
import ru.perfscale.runner.engine.LoadEngine;

/**
 * What an agent needs.
 *
 * @param server where the control plane is, such as {@code https://perfscale.example.com}
 * @param machineName names this machine in messages
 * @param version of the agent, such as {@code 0.1.0}
 * @param engine runs the load; stays open when the agent is closed
 * @param toolbox says which tools there are
 * @param journal where what runs measured is kept until the control plane has it
 * @param drain how long {@link Agent#close()} may take to end runs and to deliver what they
 *     measured
 * @param host what is known of the place where the agent runs
 */
public record AgentSettings(
    URI server,
    Credential credential,
    String machineName,
    String version,
    LoadEngine engine,
    Toolbox toolbox,
    JournalSettings journal,
    Duration drain,
    Host host) {
  private static final Duration DRAIN = Duration.ofSeconds(15);

  public AgentSettings {
    boolean http = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
    if (!http || server.getHost() == null) {
      throw new IllegalArgumentException(
          "server is '" + server + "', must be such as https://perfscale.example.com");
    }
    requireNonNull(credential, "credential");
    requireNonNull(machineName, "machineName");
    requireNonNull(version, "version");
    requireNonNull(engine, "engine");
    requireNonNull(toolbox, "toolbox");
    requireNonNull(journal, "journal");
    requireNonNull(host, "host");
    if (drain.isNegative()) {
      throw new IllegalArgumentException("drain is " + drain + ", must not be negative");
    }
  }

  /** Whether others on the way can read the credential. */
  boolean isReadableOnTheWay() {
    String host = server.getHost();
    boolean stays = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    return "http".equals(server.getScheme()) && !stays;
  }

  /** Settings of an agent that knows nothing of its host. */
  public AgentSettings(
      URI server,
      Credential credential,
      String machineName,
      String version,
      LoadEngine engine,
      Toolbox toolbox,
      JournalSettings journal,
      Duration drain) {
    this(server, credential, machineName, version, engine, toolbox, journal, drain, Host.unknown());
  }

  /** The same, with 15 s to drain. */
  public AgentSettings(
      URI server,
      Credential credential,
      String machineName,
      String version,
      LoadEngine engine,
      Toolbox toolbox,
      JournalSettings journal) {
    this(server, credential, machineName, version, engine, toolbox, journal, DRAIN);
  }
}
