package ru.perfscale.adapters.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;

/**
 * A pool of connections to a database whose schema is up to date. When the server goes away calls
 * fail with {@link ru.perfscale.application.StorageUnavailable} within seconds, and work again once
 * it is back. Thread-safe.
 */
public final class Database implements AutoCloseable {
  /** How long a call waits for a connection. */
  private static final Duration ACQUIRE_LIMIT = Duration.ofSeconds(3);

  private static final Duration READINESS_LIMIT = Duration.ofSeconds(1);

  /**
   * A statement takes milliseconds and waits for the lock of another one at most as long. The
   * limits are there so that a fault holds up nobody for long, a transaction of a dead thread
   * included.
   */
  private static final String SESSION =
      """
      SET statement_timeout = '15s'; \
      SET lock_timeout = '5s'; \
      SET idle_in_transaction_session_timeout = '15s'""";

  private final HikariDataSource pool;
  private final HikariDataSource probe;
  private final DatabaseSettings settings;
  private final JdbiTransactions transactions;

  private Database(DatabaseSettings settings, HikariDataSource pool, HikariDataSource probe) {
    this.settings = settings;
    this.pool = pool;
    this.probe = probe;
    transactions = new JdbiTransactions(Jdbi.create(pool));
  }

  /**
   * Connects and migrates the schema; several servers may do so at the same time.
   *
   * @throws ru.perfscale.application.StorageUnavailable when the server cannot be reached
   * @throws IllegalStateException when the database is none that this version can work with
   */
  public static Database open(DatabaseSettings settings) {
    Schema.migrate(settings);
    return new Database(
        settings,
        new HikariDataSource(config("perfscale", settings, settings.poolSize(), ACQUIRE_LIMIT)),
        new HikariDataSource(config("perfscale-readiness", settings, 1, READINESS_LIMIT)));
  }

  private static HikariConfig config(
      String name, DatabaseSettings settings, int size, Duration acquireLimit) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(acquireLimit.toMillis());
    config.setValidationTimeout(READINESS_LIMIT.toMillis());
    // Opening a pool never fails: a server that is away now may be back in a second.
    config.setInitializationFailTimeout(-1);
    // What the locks and SKIP LOCKED are written for, whatever the server's default is.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionInitSql(SESSION);
    Connections.properties().forEach(config::addDataSourceProperty);
    return config;
  }

  /**
   * How many connections agents may keep busy at a time, so that people and what a server does by
   * itself find one however many agents come at once: three of four.
   */
  public int shareOfAgents() {
    return Math.max(1, settings.poolSize() * 3 / 4);
  }

  public JdbiTransactions transactions() {
    return transactions;
  }

  /**
   * Hears what any server says on a channel, over a connection beside the pool.
   *
   * @param channel a lower-case word
   * @param receiver gets the payloads, one after the other; must not block
   */
  public Listener listen(String channel, Consumer<String> receiver) {
    return new Listener(settings, channel, receiver);
  }

  /**
   * Whether the database answers, known after about a second at most. It asks over a connection of
   * its own, so that a busy pool does not make a server look unready.
   */
  public boolean isReachable() {
    try (Connection connection = probe.getConnection()) {
      return connection.isValid((int) READINESS_LIMIT.toSeconds());
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    probe.close();
    pool.close();
  }
}
