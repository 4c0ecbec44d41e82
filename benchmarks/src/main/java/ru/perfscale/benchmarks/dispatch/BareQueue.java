package ru.perfscale.benchmarks.dispatch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The least that a queue in PostgreSQL does: a transaction takes the oldest row that nobody has
 * locked, and marks it as taken. One connection for each thread.
 */
final class BareQueue implements Contender {
  private static final String TAKE =
      "SELECT id FROM bare_queue WHERE NOT taken ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED";

  private final PGSimpleDataSource source;
  private final int size;

  BareQueue(PGSimpleDataSource source, int size) throws SQLException {
    this.source = source;
    this.size = size;
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE bare_queue (id bigserial PRIMARY KEY, taken boolean NOT NULL DEFAULT false)");
      statement.execute("CREATE INDEX ON bare_queue (id) WHERE NOT taken");
    }
  }

  @Override
  public String name() {
    return "bare queue";
  }

  @Override
  public int prepare() throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE bare_queue");
      statement.execute(
          "INSERT INTO bare_queue (taken) SELECT false FROM generate_series(1, " + size + ")");
    }
    return size;
  }

  @Override
  public void claim(AtomicInteger left) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement take = connection.prepareStatement(TAKE);
        PreparedStatement mark =
            connection.prepareStatement("UPDATE bare_queue SET taken = true WHERE id = ?")) {
      connection.setAutoCommit(false);
      while (left.get() > 0) {
        try (ResultSet row = take.executeQuery()) {
          if (row.next()) {
            mark.setLong(1, row.getLong(1));
            mark.executeUpdate();
            left.decrementAndGet();
          }
        }
        connection.commit();
      }
    }
  }
}
