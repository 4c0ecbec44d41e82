package ru.perfscale.application.machine;

import ru.perfscale.domain.Refusal.Invalid;

/** Which version of the agent protocol this server speaks: {@code docs/agent-protocol.md}. */
public final class AgentProtocol {
  public static final int VERSION = 1;

  /** What agents speak that do not say what they speak. */
  public static final int FIRST = 1;

  private AgentProtocol() {}

  /**
   * @throws Invalid when the agent speaks another one
   */
  static void requireSpoken(int protocol) {
    if (protocol != VERSION) {
      throw new Invalid(
          "protocol",
          "%d is not spoken here; this server speaks version %d of the agent protocol: use the agent that came with it"
              .formatted(protocol, VERSION));
    }
  }
}
