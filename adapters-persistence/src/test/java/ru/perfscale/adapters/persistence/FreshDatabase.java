package ru.perfscale.adapters.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgres;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgresSettings;
import ru.perfscale.domain.machine.Agent;

/**
 * A database of its own for a test class, on the one server that all test classes of the JVM share.
 * It is a static field with {@code @RegisterExtension}.
 */
public final class FreshDatabase implements BeforeAllCallback, AfterAllCallback {
  static final Path CACHE = Path.of("target", "postgresql-cache");
  private static final int POOL_SIZE = 24;

  private EmbeddedPostgres server;
  private String name;
  private Database database;

  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    server =
        context
            .getRoot()
            .getStore(Namespace.GLOBAL)
            .computeIfAbsent(Server.class, type -> Server.start(), Server.class)
            .postgres();
    name = "test_" + Long.toString(System.nanoTime(), 36);
    onServer("CREATE DATABASE " + name);
    database = Database.open(settings(POOL_SIZE));
  }

  @Override
  public void afterAll(ExtensionContext context) throws SQLException {
    database.close();
    try {
      onServer("DROP DATABASE " + name + " WITH (FORCE)");
    } catch (SQLException e) {
      // An autovacuum worker is there, which only a superuser may end; a plain drop has it leave.
      onServer("DROP DATABASE " + name);
    }
  }

  public DatabaseSettings settings(int poolSize) {
    return new DatabaseSettings(url(), server.user(), server.password(), poolSize);
  }

  public Database database() {
    return database;
  }

  public JdbiStorage storage() {
    return new JdbiStorage(database.transactions());
  }

  /** For what no port can do: making time pass, looking behind the ports. */
  public void execute(String sql, Object... arguments) {
    database.transactions().statement(handle -> handle.execute(sql, arguments));
  }

  /** Makes the agent have been heard this long ago, for the last time. */
  public void silence(Agent agent, Duration since) {
    execute(
        "UPDATE agent SET last_heard = now() - ? * interval '1 millisecond' WHERE machine = ?",
        since.toMillis(),
        agent.machine().value());
  }

  public List<String> texts(String sql, Object... arguments) {
    return database
        .transactions()
        .statement(handle -> handle.select(sql, arguments).mapTo(String.class).list());
  }

  public long number(String sql, Object... arguments) {
    return database
        .transactions()
        .statement(handle -> handle.select(sql, arguments).mapTo(Long.class).one());
  }

  private String url() {
    return server.jdbcUrl().replaceFirst("/[^/]*$", "/" + name);
  }

  private void onServer(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Stopped and deleted by JUnit after the last test class. */
  private record Server(EmbeddedPostgres postgres, Path directory) implements AutoCloseable {

    static Server start() {
      try {
        Path directory = Files.createTempDirectory("perfscale-test-");
        var settings = EmbeddedPostgresSettings.of(directory, CACHE).withoutDurability();
        return new Server(EmbeddedPostgres.start(settings), directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      postgres.close();
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
