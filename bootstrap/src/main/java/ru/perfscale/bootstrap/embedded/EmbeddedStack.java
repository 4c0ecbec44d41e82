package ru.perfscale.bootstrap.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import ru.perfscale.adapters.http.health.ReadinessCheck;
import ru.perfscale.adapters.keycloak.KeycloakSettings;
import ru.perfscale.adapters.keycloak.KeycloakTokenVerifier;
import ru.perfscale.adapters.keycloak.TenantRule;
import ru.perfscale.adapters.persistence.Database;
import ru.perfscale.adapters.persistence.DatabaseSettings;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgres;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgresSettings;
import ru.perfscale.bootstrap.agent.LocalAgent;
import ru.perfscale.bootstrap.identity.DevelopmentIdentityProvider;
import ru.perfscale.bootstrap.settings.Key;
import ru.perfscale.bootstrap.settings.Ports;
import ru.perfscale.bootstrap.settings.SettingsException;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.bootstrap.wiring.ControlPlane;
import ru.perfscale.bootstrap.wiring.Databases;
import ru.perfscale.bootstrap.wiring.ServerSettings;

/**
 * Everything in one process: what is set is used, what is missing is embedded. Starting returns
 * when all of it is ready; closing stops all of it, in the opposite order.
 */
public final class EmbeddedStack implements AutoCloseable {
  private static final int POOL_SIZE = 16;
  private static final Duration READY_LIMIT = Duration.ofSeconds(15);

  private final BooleanSupplier stopAsked;
  private final Closing parts = new Closing();
  private ControlPlane controlPlane;
  private Optional<DevelopmentIdentityProvider> identity = Optional.empty();
  private volatile LocalAgent agent;

  private EmbeddedStack(BooleanSupplier stopAsked) {
    this.stopAsked = stopAsked;
  }

  /**
   * @param stopAsked looked at between two parts; when it is true those that run are stopped again
   * @throws SettingsException when a port or directory is taken, naming the setting
   * @throws CancellationException when it was stopped before everything was ready
   */
  public static EmbeddedStack start(
      StackSettings settings, MachineTools tools, BooleanSupplier stopAsked) {
    EmbeddedStack stack = new EmbeddedStack(stopAsked);
    try {
      stack.startParts(settings, tools);
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void startParts(StackSettings settings, MachineTools tools) {
    requireFreePorts(settings);
    Path data = settings.directories().data();
    createReachable(data);
    createReachable(settings.directories().cache());
    DatabaseSettings databaseSettings =
        settings.database().orElseGet(() -> embeddedPostgres(settings, data));
    goOn();
    Database database = parts.add(Databases.open(databaseSettings));
    goOn();
    KeycloakSettings keycloak =
        settings.keycloak().orElseGet(() -> developmentIdentity(settings, data));
    KeycloakTokenVerifier verifier =
        parts.add(new KeycloakTokenVerifier(keycloak, InstantSource.system()));
    goOn();
    controlPlane =
        parts.add(
            ControlPlane.start(
                database,
                verifier,
                new ServerSettings(
                    settings.http().host(),
                    settings.http().port(),
                    settings.daysToKeep(),
                    settings.tenantConcurrency()),
                List.of(new AgentCheck())));
    goOn();
    agent =
        parts.add(
            LocalAgent.start(
                controlPlane,
                controlPlane.address(),
                data.resolve("agent"),
                tools,
                settings.journalBytes()));
    awaitReady();
  }

  private void goOn() {
    if (stopAsked.getAsBoolean()) {
      throw new CancellationException("Stopped while starting");
    }
  }

  /** Before a database is made for nothing. */
  private static void requireFreePorts(StackSettings settings) {
    StackSettings.Address http = settings.http();
    Ports.requireFree(http.host(), http.port(), Key.PERFSCALE_HTTP_PORT);
    if (settings.keycloak().isEmpty()) {
      Ports.requireFree(
          InetAddress.getLoopbackAddress().getHostAddress(),
          settings.development().port(),
          Key.PERFSCALE_DEV_IDENTITY_PORT);
    }
  }

  private DatabaseSettings embeddedPostgres(StackSettings settings, Path data) {
    EmbeddedPostgres postgres =
        parts.add(
            EmbeddedPostgres.start(
                EmbeddedPostgresSettings.of(
                    data.resolve("postgres"), settings.directories().cache().resolve("postgres"))));
    return new DatabaseSettings(
        postgres.jdbcUrl(), postgres.user(), postgres.password(), POOL_SIZE);
  }

  private KeycloakSettings developmentIdentity(StackSettings settings, Path data) {
    StackSettings.Development development = settings.development();
    try {
      DevelopmentIdentityProvider provider =
          parts.add(
              DevelopmentIdentityProvider.start(
                  new DevelopmentIdentityProvider.Settings(
                      InetAddress.getLoopbackAddress(),
                      development.port(),
                      DevelopmentIdentityProvider.Settings.DEFAULT_ISSUER,
                      data.resolve("identity"),
                      development.clientSecret())));
      identity = Optional.of(provider);
      return KeycloakSettings.development(
          provider.issuer(),
          provider.discovery(),
          Set.of("perfscale-site"),
          TenantRule.of("claim", "tenant"));
    } catch (BindException e) {
      throw new SettingsException(
          e.getMessage() + "; choose another one with " + Key.PERFSCALE_DEV_IDENTITY_PORT);
    } catch (IOException e) {
      throw new SettingsException(
          Key.PERFSCALE_DATA_DIR + " " + data + " cannot be used: " + e.getMessage());
    }
  }

  /** Others may pass through, because load tests run as another user; what is inside is closed. */
  private static void createReachable(Path directory) {
    try {
      if (Files.notExists(directory)) {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      }
    } catch (IOException e) {
      throw new SettingsException(
          "Cannot create the directory "
              + directory
              + ": "
              + e
              + "; choose another one with "
              + Key.PERFSCALE_DATA_DIR
              + " and "
              + Key.PERFSCALE_CACHE_DIR);
    }
  }

  /** The agent says hello over HTTP; until then a task would wait. */
  private void awaitReady() {
    long end = System.nanoTime() + READY_LIMIT.toNanos();
    while (!agent.isServing() && System.nanoTime() < end) {
      goOn();
      LockSupport.parkNanos(10_000_000);
    }
  }

  /** Where the API is. */
  public URI address() {
    return controlPlane.address();
  }

  /** The development identity provider, unless a real one is used. */
  public Optional<DevelopmentIdentityProvider> identity() {
    return identity;
  }

  @Override
  public void close() {
    parts.close();
  }

  private final class AgentCheck implements ReadinessCheck {
    @Override
    public String name() {
      return "agent";
    }

    @Override
    public Optional<String> problem() {
      boolean serving = agent != null && agent.isServing();
      return serving ? Optional.empty() : Optional.of("this machine's agent is not in contact");
    }
  }
}
