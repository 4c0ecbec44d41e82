package ru.perfscale.faults.stage;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgres;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgresSettings;
import ru.perfscale.faults.network.Cable;

/** A durable PostgreSQL of our own, and the cable by which servers reach it. */
public final class Postgres implements AutoCloseable {
  private final EmbeddedPostgresSettings settings;
  private final Cable cable;
  private EmbeddedPostgres running;

  private Postgres(EmbeddedPostgresSettings settings, EmbeddedPostgres running) {
    this.settings = settings;
    this.running = running;
    this.cable = Cable.to(address(running));
  }

  static Postgres start(Path directory, Path cache) {
    EmbeddedPostgresSettings settings = EmbeddedPostgresSettings.of(directory, cache);
    return new Postgres(settings, EmbeddedPostgres.start(settings));
  }

  private static InetSocketAddress address(EmbeddedPostgres postgres) {
    URI url = URI.create(postgres.jdbcUrl().substring("jdbc:".length()));
    return new InetSocketAddress(url.getHost(), url.getPort());
  }

  /** The network between the servers and the database. */
  public Cable cable() {
    return cable;
  }

  String urlThroughCable() {
    return "jdbc:postgresql://127.0.0.1:" + cable.port() + path();
  }

  private String path() {
    return URI.create(running.jdbcUrl().substring("jdbc:".length())).getPath();
  }

  String user() {
    return running.user();
  }

  String password() {
    return running.password();
  }

  /** kill -9 of the main process, after which its owner starts it again and it recovers. */
  public void crash() {
    Signals.send("KILL", running.pid());
  }

  /** A clean stop. */
  public void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  /** Starts it again where it is stopped. */
  public void start() {
    if (running == null) {
      running = EmbeddedPostgres.start(settings);
      cable.leadTo(address(running));
    }
  }

  /** The rows of a query, asked for without any proxy; the first column as text. */
  public List<String> query(String sql, Object... parameters) {
    try (Connection connection = source().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<String> rows = new ArrayList<>();
      if (statement.execute()) {
        try (ResultSet found = statement.getResultSet()) {
          while (found.next()) {
            rows.add(found.getString(1));
          }
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  private PGSimpleDataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(running.jdbcUrl());
    source.setUser(running.user());
    source.setPassword(running.password());
    return source;
  }

  @Override
  public void close() {
    cable.close();
    stop();
  }
}
