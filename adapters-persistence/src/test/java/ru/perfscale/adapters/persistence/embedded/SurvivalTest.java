package ru.perfscale.adapters.persistence.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.adapters.persistence.embedded.Servers.CACHE;
import static ru.perfscale.adapters.persistence.embedded.Servers.assertNothingRunsOn;
import static ru.perfscale.adapters.persistence.embedded.Servers.awaitEnd;
import static ru.perfscale.adapters.persistence.embedded.Servers.execute;
import static ru.perfscale.adapters.persistence.embedded.Servers.processesOn;
import static ru.perfscale.adapters.persistence.embedded.Servers.query;
import static ru.perfscale.adapters.persistence.embedded.Servers.start;
import static ru.perfscale.adapters.persistence.embedded.Servers.startDurable;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of the server when one of the processes dies, and what a start makes of what it
 * finds.
 */
class SurvivalTest {
  @TempDir Path parent;

  private Path directory() {
    return parent.resolve("postgres");
  }

  @Test
  void theServerStopsWhenItsOwnerIsKilled() throws Exception {
    List<ProcessHandle> ofTheDead;
    try (OwnerProcess owner = OwnerProcess.start(directory(), CACHE)) {
      assertThat(owner.line()).startsWith("serving");
      ofTheDead =
          processesOn(directory()).stream()
              .filter(process -> process.pid() != owner.pid())
              .toList();
      assertThat(ofTheDead).hasSize(2);
    }
    awaitEnd(ofTheDead, Duration.ofSeconds(30));
    assertNothingRunsOn(directory());
    assertThat(directory().resolve("data/postmaster.pid")).doesNotExist();
    try (EmbeddedPostgres postgres = start(directory())) {
      assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aServerThatOutlivedOwnerAndWatcherIsStoppedByTheNextStart() throws Exception {
    long left;
    try (OwnerProcess owner = OwnerProcess.start(directory(), CACHE)) {
      left = Long.parseLong(owner.line().replace("serving ", ""));
      for (ProcessHandle process : processesOn(directory())) {
        if (process.pid() != left && process.pid() != owner.pid()) {
          process.destroyForcibly();
          awaitEnd(List.of(process), Duration.ofSeconds(30));
        }
      }
    }
    assertThat(ProcessHandle.of(left)).isPresent();
    try (EmbeddedPostgres postgres = start(directory())) {
      assertThat(postgres.pid()).isNotEqualTo(left);
      assertThat(ProcessHandle.of(left)).isEmpty();
      assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
    }
    assertNothingRunsOn(directory());
  }

  @Test
  void aServerThatIsKilledComesBackOnItsPortWithAllCommittedData() throws Exception {
    try (EmbeddedPostgres postgres = startDurable(directory())) {
      execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
      String begun = query(postgres, "SELECT pg_postmaster_start_time()");
      ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();
      server.destroyForcibly();
      awaitEnd(List.of(server), Duration.ofSeconds(30));
      assertThat(answerAfterOutage(postgres, "SELECT answer FROM kept")).isEqualTo("42");
      assertThat(query(postgres, "SELECT pg_postmaster_start_time()")).isNotEqualTo(begun);
    }
    assertNothingRunsOn(directory());
  }

  private static String answerAfterOutage(EmbeddedPostgres postgres, String sql) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      try {
        return query(postgres, sql);
      } catch (SQLException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  @Test
  void closingRightAfterACrashLeavesNoProcess() throws Exception {
    EmbeddedPostgres postgres = start(directory());
    ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();
    server.destroyForcibly();
    awaitEnd(List.of(server), Duration.ofSeconds(30));
    postgres.close();
    assertNothingRunsOn(directory());
    start(directory()).close();
  }

  @Test
  void aPidFileOfTheDeadOrOfAnotherProgramIsNoObstacle() throws Exception {
    start(directory()).close();
    Path pidFile = directory().resolve("data/postmaster.pid");
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      for (String stale : List.of(Long.toString(other.pid()), "4194304", "", "not a number")) {
        Files.writeString(
            pidFile, stale + "\n" + directory().resolve("data") + "\n1\n5432\n\n127.0.0.1\n");
        try (EmbeddedPostgres postgres = start(directory())) {
          assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
      }
      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void aHeldDirectoryNamesItsHolder() throws Exception {
    try (EmbeddedPostgres postgres = start(directory());
        OwnerProcess second = OwnerProcess.start(directory(), CACHE)) {
      String pid = Long.toString(ProcessHandle.current().pid());
      assertThat(second.line())
          .startsWith("failed")
          .contains(directory().toString(), "process " + pid);
      assertThatThrownBy(() -> start(directory()))
          .isInstanceOf(EmbeddedPostgresFailure.class)
          .hasMessageContaining(directory().toString())
          .hasMessageContaining("process " + pid);
      // The refusals took nothing from the holder.
      try (OwnerProcess third = OwnerProcess.start(directory(), CACHE)) {
        assertThat(third.line()).startsWith("failed");
      }
      assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aTakenPortIsReplacedByAnother() throws Exception {
    start(directory()).close();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int free = EmbeddedPostgres.freePort();
      ServerFiles files = ServerFiles.in(directory());
      PostgresBinaries binaries = PostgresBinaries.unpackedInto(CACHE);
      ServerAccount account =
          ServerAccount.firstUsable(ServerAccount.candidates(), binaries, files.directory());
      Cluster cluster = new Cluster(files, binaries, account, false);
      var launch = new ServerProcess.Launch(cluster, files.readPassword(), Duration.ofMinutes(1));
      Iterator<Integer> ports = List.of(taken.getLocalPort(), free).iterator();
      ServerProcess server = ServerProcess.start(launch, ports::next);
      server.stop();
      assertThat(server.port()).isEqualTo(free);
    }
    assertNothingRunsOn(directory());
  }
}
