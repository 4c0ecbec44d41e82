package ru.perfscale.adapters.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.adapters.persistence.embedded.Servers.assertNothingRunsOn;
import static ru.perfscale.adapters.persistence.embedded.Servers.connect;
import static ru.perfscale.adapters.persistence.embedded.Servers.execute;
import static ru.perfscale.adapters.persistence.embedded.Servers.processesOn;
import static ru.perfscale.adapters.persistence.embedded.Servers.query;
import static ru.perfscale.adapters.persistence.embedded.Servers.start;
import static ru.perfscale.adapters.persistence.embedded.Servers.startDurable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  @TempDir Path parent;

  private Path directory() {
    return parent.resolve("postgres");
  }

  @Test
  void aFirstStartServesACarefulDatabaseOnLoopbackOnly() throws Exception {
    try (EmbeddedPostgres postgres = startDurable(directory())) {
      assertThat(query(postgres, "SHOW fsync")).isEqualTo("on");
      assertThat(query(postgres, "SHOW full_page_writes")).isEqualTo("on");
      assertThat(query(postgres, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(query(postgres, "SHOW data_checksums")).isEqualTo("on");
      assertThat(query(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(postgres, "SELECT datlocale FROM pg_database WHERE datname = 'perfscale'"))
          .isEqualTo("C.UTF-8");
      assertThat(postgres.jdbcUrl()).matches("jdbc:postgresql://127\\.0\\.0\\.1:\\d+/perfscale");
    }
  }

  @Test
  void thePasswordIsInAPrivateFileAndOnNoCommandLine() throws Exception {
    try (EmbeddedPostgres postgres = start(directory())) {
      Path file = directory().resolve("password");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(file).content().isEqualToIgnoringNewLines(postgres.password());
      assertThat(processesOn(directory()))
          .hasSize(2)
          .allSatisfy(
              process ->
                  assertThat(Servers.commandLine(process.pid()))
                      .doesNotContain(postgres.password()));
      assertThat(Files.readString(directory().resolve("server.log")))
          .doesNotContain(postgres.password());
    }
  }

  @Test
  void nobodyEntersWithoutThePasswordOrAsSuperuser() throws Exception {
    try (EmbeddedPostgres postgres = start(directory())) {
      assertThat(query(postgres, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
          .isEqualTo("f");
      for (String user : new String[] {"perfscale", "postgres"}) {
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), user, "wrong"))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
      }
    }
  }

  @Test
  void aCleanStopLeavesNoProcessAndAllData() throws Exception {
    try (EmbeddedPostgres postgres = start(directory())) {
      execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    assertNothingRunsOn(directory());
    assertThat(directory().resolve("data/postmaster.pid")).doesNotExist();
    try (EmbeddedPostgres postgres = start(directory())) {
      assertThat(query(postgres, "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void anOpenConnectionDoesNotDelayTheStop() throws Exception {
    EmbeddedPostgres postgres = start(directory());
    try (var connection = connect(postgres)) {
      long begun = System.nanoTime();
      postgres.close();
      postgres.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
      assertThat(connection.isValid(1)).isFalse();
    }
  }

  @Test
  void aSecondStartTakesOneAndAHalfSecondsAtMost() {
    startDurable(directory()).close();
    Duration quickest = Duration.ofDays(1);
    for (int round = 0; round < 3; round++) {
      long begun = System.nanoTime();
      EmbeddedPostgres postgres = startDurable(directory());
      Duration taken = Duration.ofNanos(System.nanoTime() - begun);
      postgres.close();
      quickest = taken.compareTo(quickest) < 0 ? taken : quickest;
    }
    assertThat(quickest).isLessThan(Duration.ofMillis(1500));
  }

  @Test
  void otherFilesInTheDirectoryAreLeftAlone() throws Exception {
    Files.createDirectories(directory());
    Files.writeString(directory().resolve("notes.txt"), "mine");
    start(directory()).close();
    start(directory()).close();
    assertThat(directory().resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void aCreationThatWasCutShortIsBegunAgain() throws Exception {
    Files.createDirectories(directory().resolve("data.new/base"));
    Files.writeString(directory().resolve("data.new/PG_VERSION"), "18");
    try (EmbeddedPostgres postgres = start(directory())) {
      assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
    }
    assertThat(directory().resolve("data.new")).doesNotExist();
  }

  @Test
  void withoutDurabilityFsyncIsOff() throws Exception {
    try (EmbeddedPostgres postgres = start(directory())) {
      assertThat(query(postgres, "SHOW fsync")).isEqualTo("off");
    }
  }

  @Test
  void aLostPasswordFileGetsANewPassword() throws Exception {
    start(directory()).close();
    Files.delete(directory().resolve("password"));
    try (EmbeddedPostgres postgres = start(directory())) {
      assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aWrongPasswordFileIsNamed() throws Exception {
    start(directory()).close();
    Files.writeString(directory().resolve("password"), "guessed");
    assertThatThrownBy(() -> start(directory()))
        .isInstanceOf(EmbeddedPostgresFailure.class)
        .hasMessageContaining(directory().resolve("password").toString())
        .hasMessageContaining("delete that file");
    assertNothingRunsOn(directory());
  }

  @Test
  void aFailedStartShowsTheEndOfTheLogAndCanBeRepeated() throws Exception {
    start(directory()).close();
    Path conf = directory().resolve("data/postgresql.conf");
    String good = Files.readString(conf);
    Files.writeString(conf, "\nno_such_setting = 1\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> start(directory()))
        .isInstanceOf(EmbeddedPostgresFailure.class)
        .hasMessageContaining("no_such_setting")
        .hasMessageContaining("server.log");
    assertNothingRunsOn(directory());
    Files.writeString(conf, good);
    start(directory()).close();
  }

  @Test
  void dataOfAnotherMajorVersionAreRefusedWithBothVersions() throws Exception {
    Files.createDirectories(directory().resolve("data"));
    Files.writeString(directory().resolve("data/PG_VERSION"), "15\n");
    assertThatThrownBy(() -> start(directory()))
        .isInstanceOf(EmbeddedPostgresFailure.class)
        .hasMessageContaining("PostgreSQL 15")
        .hasMessageContaining("PostgreSQL 18")
        .hasMessageContaining("pg_dump");
  }

  @Test
  void aForeignDirectoryInPlaceOfTheDataIsRefused() throws Exception {
    Files.createDirectories(directory().resolve("data"));
    assertThatThrownBy(() -> start(directory()))
        .hasMessageContaining("is not the data of a PostgreSQL");
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsNamed() {
    assertThatThrownBy(() -> start(Path.of("/proc/perfscale")))
        .isInstanceOf(EmbeddedPostgresFailure.class)
        .hasMessageContaining("/proc/perfscale")
        .hasMessageContaining("PERFSCALE_DATA_DIR");
    assertThatThrownBy(
            () ->
                EmbeddedPostgres.start(
                    EmbeddedPostgresSettings.of(directory(), Path.of("/proc/perfscale"))))
        .isInstanceOf(EmbeddedPostgresFailure.class)
        .hasMessageContaining("PERFSCALE_CACHE_DIR");
  }

  @Test
  void aLargeLogIsRotatedAtTheStart() throws Exception {
    Files.createDirectories(directory());
    Files.write(directory().resolve("server.log"), new byte[5 << 20]);
    start(directory()).close();
    assertThat(Files.size(directory().resolve("server.log"))).isLessThan(1 << 20);
    assertThat(Files.size(directory().resolve("server.log.1"))).isEqualTo(5 << 20);
  }
}
