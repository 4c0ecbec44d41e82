package ru.perfscale.adapters.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import ru.perfscale.application.StorageUnavailable;

/** Brings a database to the schema of this version. */
final class Schema {
  private static final int OLDEST_SERVER = 14;

  private Schema() {}

  static void migrate(DatabaseSettings settings) {
    requireUsable(settings);
    try {
      // Connections of its own, because a migration may take longer than any statement may.
      Flyway.configure()
          .dataSource(settings.url(), settings.user(), settings.password())
          .locations("classpath:db/migration")
          .validateMigrationNaming(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      if (SqlFault.of(e) == SqlFault.UNAVAILABLE) {
        throw new StorageUnavailable(e);
      }
      throw new IllegalStateException(
          "The schema of the database (%s) could not be brought up to date: %s"
              .formatted(settings, e.getMessage()),
          e);
    }
  }

  private static void requireUsable(DatabaseSettings settings) {
    Properties properties = new Properties();
    properties.putAll(Connections.properties());
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    try (Connection connection = DriverManager.getConnection(settings.url(), properties);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT current_setting('server_encoding') AS encoding")) {
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < OLDEST_SERVER) {
        throw new IllegalStateException(
            "The database (%s) is PostgreSQL %d; at least %d is needed"
                .formatted(settings, version, OLDEST_SERVER));
      }
      row.next();
      if (!row.getString("encoding").equals("UTF8")) {
        throw new IllegalStateException(
            "The database (%s) has the encoding %s; create it with ENCODING 'UTF8'"
                .formatted(settings, row.getString("encoding")));
      }
    } catch (SQLException e) {
      if (SqlFault.of(e) == SqlFault.UNAVAILABLE) {
        throw new StorageUnavailable(e);
      }
      throw new IllegalStateException(
          "The database (%s) cannot be used: %s".formatted(settings, e.getMessage()), e);
    }
  }
}
