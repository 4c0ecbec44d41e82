package ru.perfscale.adapters.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what any server on the same database says with {@code NOTIFY}, over one connection of its
 * own that is opened again whenever it breaks. What is said meanwhile is not heard.
 */
public final class Listener implements AutoCloseable {
  /** By what the connection is known to the database. */
  static final String APPLICATION = "perfscale-listener";

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** How long until a connection on which nothing comes is looked after. */
  private static final Duration QUIET = Duration.ofSeconds(5);

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final DatabaseSettings settings;
  private final String channel;
  private final Consumer<String> receiver;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile Connection connection;
  private boolean away;

  /**
   * Begins at once, whether the database can be reached or not.
   *
   * @param channel a lower-case word
   * @param receiver gets the payloads, one after the other; must not block
   */
  Listener(DatabaseSettings settings, String channel, Consumer<String> receiver) {
    this.settings = settings;
    this.channel = channel;
    this.receiver = receiver;
    thread = Thread.ofPlatform().daemon().name("perfscale-listener-" + channel).start(this::run);
  }

  private void run() {
    try {
      do {
        try (Connection opened = open()) {
          connection = opened;
          listen(opened);
        } catch (SQLException e) {
          notice(e);
        }
      } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      LOG.debug("Closed");
    }
  }

  private Connection open() throws SQLException {
    Properties properties = new Properties();
    properties.putAll(Connections.properties());
    properties.setProperty("ApplicationName", APPLICATION);
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    return DriverManager.getConnection(settings.url(), properties);
  }

  private void listen(Connection opened) throws SQLException {
    try (Statement statement = opened.createStatement()) {
      statement.execute("LISTEN " + channel);
    }
    if (away) {
      LOG.info("Listening again on {}", channel);
      away = false;
    }
    PGConnection postgres = opened.unwrap(PGConnection.class);
    while (closed.getCount() > 0) {
      PGNotification[] heard = postgres.getNotifications(Math.toIntExact(QUIET.toMillis()));
      if (heard == null || heard.length == 0) {
        requireAnswer(opened);
        continue;
      }
      for (PGNotification each : heard) {
        receive(each.getParameter());
      }
    }
  }

  /** A connection whose other end has gone without a word would be quiet for ever. */
  private static void requireAnswer(Connection opened) throws SQLException {
    if (!opened.isValid(Math.toIntExact(ANSWER_LIMIT.toSeconds()))) {
      throw new SQLException("no answer within " + ANSWER_LIMIT.toSeconds() + " s");
    }
  }

  private void receive(String payload) {
    try {
      receiver.accept(payload);
    } catch (RuntimeException e) {
      LOG.error("What was heard on {} could not be followed", channel, e);
    }
  }

  private void notice(SQLException e) {
    if (!away && closed.getCount() > 0) {
      LOG.warn("Not listening on {}: {}; trying again every second", channel, e.getMessage());
      away = true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    Connection open = connection;
    try {
      if (open != null) {
        // From outside: its thread waits in a read that no interrupt ends.
        open.abort(Runnable::run);
      }
      thread.interrupt();
      thread.join(CLOSE_LIMIT);
    } catch (SQLException e) {
      LOG.debug("Already broken", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
