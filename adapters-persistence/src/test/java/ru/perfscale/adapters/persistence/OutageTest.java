package ru.perfscale.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgres;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgresSettings;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.domain.machine.Machine;

/** PostgreSQL goes away and comes back. */
final class OutageTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir Path directory;

  @Test
  void callsFailAsUnavailableWhileTheServerIsAwayAndWorkAgainAfterwards() {
    try (EmbeddedPostgres server = EmbeddedPostgres.start(settings());
        Database database = Database.open(settings(server))) {
      Workspace workspace = Workspace.in(new JdbiStorage(database.transactions()));
      Machine before = workspace.machine("before");
      assertThat(database.isReachable()).isTrue();

      assertThatThrownBy(
              () ->
                  database
                      .transactions()
                      .run(
                          () -> {
                            workspace.machine("half");
                            kill(server.pid());
                            workspace.machine("other-half");
                          }))
          .isInstanceOf(StorageUnavailable.class);

      await(database::isReachable);
      await(() -> works(workspace));
      assertThat(workspace.storage().machines().page(workspace.tenant(), Optional.empty(), 10))
          .extracting(Machine::id)
          .containsExactly(before.id());
      workspace.machine("after");
    }
  }

  @Test
  void withoutAServerEveryCallFailsSoon() {
    EmbeddedPostgres server = EmbeddedPostgres.start(settings().withoutDurability());
    try (Database database = Database.open(settings(server))) {
      Workspace workspace = Workspace.in(new JdbiStorage(database.transactions()));
      server.close();
      long begun = System.nanoTime();

      assertThat(database.isReachable()).isFalse();
      assertThatThrownBy(() -> workspace.machine("worker")).isInstanceOf(StorageUnavailable.class);
      assertThatThrownBy(() -> database.transactions().run(() -> {}))
          .isInstanceOf(StorageUnavailable.class);

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
      assertThatThrownBy(() -> Database.open(settings(server)))
          .isInstanceOf(StorageUnavailable.class);
    } finally {
      server.close();
    }
  }

  private EmbeddedPostgresSettings settings() {
    return EmbeddedPostgresSettings.of(directory.resolve("server"), FreshDatabase.CACHE);
  }

  private static DatabaseSettings settings(EmbeddedPostgres server) {
    return new DatabaseSettings(server.jdbcUrl(), server.user(), server.password(), 4);
  }

  private static void kill(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  private static boolean works(Workspace workspace) {
    try {
      workspace.storage().machines().page(workspace.tenant(), Optional.empty(), 1);
      return true;
    } catch (StorageUnavailable e) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LIMIT);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
