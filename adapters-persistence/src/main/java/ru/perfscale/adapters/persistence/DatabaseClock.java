package ru.perfscale.adapters.persistence;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.function.Supplier;

/**
 * The clock of the database, which all servers that share it go by, however their own clocks stand.
 * Between two looks it goes on by this machine's monotonic clock, so that a jump of the system's
 * clock changes nothing. Thread-safe; reading it asks nobody.
 */
public final class DatabaseClock implements InstantSource {
  private static final int LOOKS = 3;

  private final Supplier<Instant> database;
  private volatile Reading reading;

  /**
   * @param roundTrip nanoseconds; half of it is how far the reading may be off
   */
  private record Reading(Instant instant, long nanoTime, long roundTrip) {}

  /**
   * @throws ru.perfscale.application.StorageUnavailable when the database cannot be asked
   */
  public DatabaseClock(JdbiTransactions transactions) {
    this(() -> ask(transactions));
  }

  DatabaseClock(Supplier<Instant> database) {
    this.database = database;
    adjust();
  }

  private static Instant ask(JdbiTransactions transactions) {
    return transactions
        .statement(
            handle ->
                handle.createQuery("SELECT clock_timestamp()").mapTo(OffsetDateTime.class).one())
        .toInstant();
  }

  /**
   * Looks at the database's clock again. When it cannot, this clock goes on as before.
   *
   * @throws ru.perfscale.application.StorageUnavailable when the database cannot be asked
   */
  public void adjust() {
    Reading best = look();
    for (int i = 1; i < LOOKS; i++) {
      Reading another = look();
      best = another.roundTrip() < best.roundTrip() ? another : best;
    }
    reading = best;
  }

  private Reading look() {
    long before = System.nanoTime();
    Instant instant = database.get();
    long roundTrip = System.nanoTime() - before;
    return new Reading(instant, before + roundTrip / 2, roundTrip);
  }

  @Override
  public Instant instant() {
    Reading last = reading;
    return last.instant().plusNanos(System.nanoTime() - last.nanoTime());
  }
}
