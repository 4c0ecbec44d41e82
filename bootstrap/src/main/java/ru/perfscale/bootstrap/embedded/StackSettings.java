package ru.perfscale.bootstrap.embedded;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import ru.perfscale.adapters.keycloak.KeycloakSettings;
import ru.perfscale.adapters.persistence.DatabaseSettings;
import ru.perfscale.bootstrap.settings.Directories;

/**
 * What {@code up} runs with.
 *
 * @param database empty: embedded
 * @param daysToKeep how long what was measured by the second is kept; empty: for ever
 * @param keycloak empty: the development identity provider
 * @param journalBytes that the agent may keep on disk until it is delivered; empty: its usual bound
 * @param tenantConcurrency how many tasks of a tenant may have machines at a time; empty: any
 */
public record StackSettings(
    Address http,
    Directories directories,
    Optional<DatabaseSettings> database,
    OptionalInt daysToKeep,
    Optional<KeycloakSettings> keycloak,
    Development development,
    OptionalLong journalBytes,
    OptionalInt tenantConcurrency) {
  /** Where to listen; port 0 is any free one. */
  public record Address(String host, int port) {}

  /** The development identity provider's own settings. */
  public record Development(int port, String clientSecret) {
    /** The record's own would print the secret. */
    @Override
    public String toString() {
      return "Development[" + port + "]";
    }
  }

  public StackSettings {
    requireNonNull(http);
    requireNonNull(directories);
    requireNonNull(database);
    requireNonNull(daysToKeep);
    requireNonNull(keycloak);
    requireNonNull(development);
    requireNonNull(journalBytes);
    requireNonNull(tenantConcurrency);
  }
}
