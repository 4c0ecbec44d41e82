package ru.perfscale.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.application.StorageUnavailable;

class DatabaseClockTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final AtomicReference<Supplier<Instant>> source = new AtomicReference<>(Instant::now);
  private final DatabaseClock clock = new DatabaseClock(() -> source.get().get());

  @Test
  void theClockIsThatOfPostgres() {
    DatabaseClock real = new DatabaseClock(database.database().transactions());
    Instant before = real.instant();
    long postgres =
        database.number("SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)");

    // The error is half a round trip at most, which may be long on a busy machine.
    assertThat(postgres)
        .isBetween(
            before.minusSeconds(5).toEpochMilli(), real.instant().plusSeconds(5).toEpochMilli());
  }

  @Test
  void aDatabaseInAnotherHourIsFollowed() {
    source.set(() -> Instant.now().plus(HOUR));
    assertThat(clock.instant()).isBefore(Instant.now().plusSeconds(60));
    clock.adjust();
    assertThat(clock.instant()).isAfter(Instant.now().plus(HOUR).minusSeconds(60));
  }

  @Test
  void itGoesOnWhileTheDatabaseIsAway() {
    Instant before = clock.instant();
    source.set(
        () -> {
          throw new StorageUnavailable(new IllegalStateException("gone"));
        });
    assertThatThrownBy(clock::adjust).isInstanceOf(StorageUnavailable.class);
    assertThat(clock.instant()).isAfterOrEqualTo(before).isBefore(before.plusSeconds(60));
  }
}
