package ru.perfscale.benchmarks.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import ru.perfscale.adapters.keycloak.KeycloakSettings;
import ru.perfscale.adapters.keycloak.KeycloakTokenVerifier;
import ru.perfscale.adapters.keycloak.TenantRule;
import ru.perfscale.adapters.persistence.Database;
import ru.perfscale.adapters.persistence.DatabaseSettings;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgres;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgresSettings;
import ru.perfscale.bootstrap.embedded.EmbeddedStack;
import ru.perfscale.bootstrap.embedded.StackSettings;
import ru.perfscale.bootstrap.identity.DevelopmentIdentityProvider;
import ru.perfscale.bootstrap.settings.Directories;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.bootstrap.wiring.ControlPlane;
import ru.perfscale.bootstrap.wiring.Databases;
import ru.perfscale.bootstrap.wiring.ServerSettings;

/** Two servers on one PostgreSQL; this machine's agent waits at the first. */
public final class Servers implements AutoCloseable {
  private static final int POOL_SIZE = 8;
  private static final String SECRET = DevelopmentIdentityProvider.Settings.DEFAULT_CLIENT_SECRET;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final HttpClient http = add(HttpClient.newHttpClient());
  private final Api first;
  private final Api second;

  /**
   * Starts them.
   *
   * @param data must not exist; runs of root execute as another user, who must be able to pass
   * @param cache what is unpacked goes there
   */
  public Servers(Path data, Path cache) throws IOException, InterruptedException {
    EmbeddedPostgres postgres =
        add(
            EmbeddedPostgres.start(
                EmbeddedPostgresSettings.of(data.resolve("postgres"), cache.resolve("postgres"))));
    DatabaseSettings database =
        new DatabaseSettings(postgres.jdbcUrl(), postgres.user(), postgres.password(), POOL_SIZE);
    EmbeddedStack stack =
        add(
            EmbeddedStack.start(
                new StackSettings(
                    new StackSettings.Address("127.0.0.1", 0),
                    new Directories(data, cache),
                    Optional.of(database),
                    OptionalInt.empty(),
                    Optional.empty(),
                    new StackSettings.Development(0, SECRET),
                    OptionalLong.empty(),
                    OptionalInt.empty()),
                MachineTools.of(cache),
                () -> false));
    DevelopmentIdentityProvider identity = stack.identity().orElseThrow();
    Database other = add(Databases.open(database));
    KeycloakTokenVerifier verifier =
        add(
            new KeycloakTokenVerifier(
                KeycloakSettings.development(
                    identity.issuer(),
                    identity.discovery(),
                    Set.of("perfscale-site"),
                    TenantRule.of("claim", "tenant")),
                InstantSource.system()));
    ControlPlane plane =
        add(ControlPlane.start(other, verifier, ServerSettings.onLoopback(), List.of()));
    URI tokens =
        URI.create(
            "http://127.0.0.1:%d/realms/perfscale/protocol/openid-connect/token"
                .formatted(identity.port()));
    String token = Api.token(http, tokens, SECRET);
    first = new Api(http, stack.address(), token);
    second = new Api(http, plane.address(), token);
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** The one at which the agent waits. */
  public Api first() {
    return first;
  }

  /** Nobody waits at it. */
  public Api second() {
    return second;
  }

  @Override
  public void close() throws IOException {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IOException("A part of the servers does not close", e);
      }
    }
  }
}
