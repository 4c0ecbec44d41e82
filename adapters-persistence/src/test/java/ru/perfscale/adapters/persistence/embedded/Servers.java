package ru.perfscale.adapters.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the tests of this package ask of a server and of the operating system. */
final class Servers {
  static final Path CACHE = Path.of("target", "postgresql-cache").toAbsolutePath();

  private Servers() {}

  /** As perfscale runs it. */
  static EmbeddedPostgres startDurable(Path directory) {
    return EmbeddedPostgres.start(EmbeddedPostgresSettings.of(directory, CACHE));
  }

  /** Quicker on a busy disk, and all else is the same. */
  static EmbeddedPostgres start(Path directory) {
    return EmbeddedPostgres.start(
        EmbeddedPostgresSettings.of(directory, CACHE).withoutDurability());
  }

  static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Every process whose command line names the directory: server, watcher, or a tool. */
  static List<ProcessHandle> processesOn(Path directory) throws IOException {
    String name = directory.toRealPath().toString();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      return all.filter(process -> process.pid() != ProcessHandle.current().pid())
          .filter(process -> commandLine(process.pid()).contains(name))
          .toList();
    }
  }

  static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  static void awaitEnd(List<ProcessHandle> processes, Duration limit) throws Exception {
    for (ProcessHandle process : processes) {
      process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  static void assertNothingRunsOn(Path directory) throws IOException {
    assertThat(processesOn(directory)).isEmpty();
  }
}
