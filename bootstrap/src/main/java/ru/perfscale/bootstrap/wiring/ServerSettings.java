package ru.perfscale.bootstrap.wiring;

import java.util.OptionalInt;

/**
 * What a server is told by whoever starts it.
 *
 * @param host the address on which it listens
 * @param port 0 for any free one
 * @param daysToKeep how long what was measured by the second is kept; empty for ever
 * @param tenantConcurrency how many tasks of a tenant may have machines at a time; empty: any
 */
public record ServerSettings(
    String host, int port, OptionalInt daysToKeep, OptionalInt tenantConcurrency) {
  /** On a free port that only this machine reaches, without limits. */
  public static ServerSettings onLoopback() {
    return new ServerSettings("127.0.0.1", 0, OptionalInt.empty(), OptionalInt.empty());
  }
}
