package ru.perfscale.adapters.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.Refusal.Conflict;

final class JdbiTransactionsTest {
  @RegisterExtension static final FreshDatabase database = new FreshDatabase();

  private final Transactions transactions = database.database().transactions();

  @BeforeAll
  static void createCounters() {
    database.execute("CREATE TABLE counter (name text PRIMARY KEY, value integer NOT NULL)");
  }

  @BeforeEach
  void resetCounters() {
    database.execute("TRUNCATE counter");
    database.execute("INSERT INTO counter VALUES ('a', 0), ('b', 0)");
  }

  @Test
  void allIsStoredWhenTheWorkReturns() {
    String result =
        transactions.call(
            () -> {
              raise("a");
              transactions.run(() -> raise("b"));
              return "done";
            });

    assertThat(result).isEqualTo("done");
    assertThat(values()).containsExactly("1", "1");
  }

  @Test
  void nothingIsStoredWhenTheWorkThrows() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      transactions.run(() -> raise("a"));
                      raise("b");
                      throw new Conflict("no");
                    }))
        .isInstanceOf(Conflict.class)
        .hasMessage("no");
    assertThat(values()).containsExactly("0", "0");
  }

  @Test
  void aTransactionBelongsToItsThread() throws Exception {
    transactions.run(
        () -> {
          raise("a");
          assertThat(values()).containsExactly("1", "0");
          try {
            assertThat(Concurrently.times(1, thread -> values()).getFirst())
                .containsExactly("0", "0");
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void workThatMetADeadlockRunsAgain() throws Exception {
    CyclicBarrier bothHaveOne = new CyclicBarrier(2);
    AtomicInteger attempts = new AtomicInteger();
    List<String> order = List.of("a", "b");
    Concurrently.times(
        2,
        thread ->
            transactions.call(
                () -> {
                  raise(order.get(thread));
                  if (attempts.incrementAndGet() <= 2) {
                    await(bothHaveOne);
                  }
                  raise(order.get(1 - thread));
                  return null;
                }));

    assertThat(values()).containsExactly("2", "2");
    assertThat(attempts).hasValueGreaterThan(2);
  }

  @Test
  void aBugOfOursIsNeitherRepeatedNorCalledAnOutage() {
    AtomicInteger attempts = new AtomicInteger();

    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      attempts.incrementAndGet();
                      database.execute("SELECT 1 / 0");
                    }))
        .isNotInstanceOf(StorageUnavailable.class)
        .hasMessageContaining("division by zero");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void whoGetsNoConnectionHearsThatSoon() throws Exception {
    try (Database small = Database.open(database.settings(1))) {
      CountDownLatch taken = new CountDownLatch(1);
      CountDownLatch refused = new CountDownLatch(1);
      Thread holder =
          Thread.ofVirtual()
              .start(
                  () ->
                      small
                          .transactions()
                          .run(
                              () -> {
                                taken.countDown();
                                await(refused);
                              }));
      taken.await();
      long begun = System.nanoTime();

      assertThatThrownBy(() -> small.transactions().run(() -> {}))
          .isInstanceOf(StorageUnavailable.class);

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
      assertThat(small.isReachable()).as("a busy pool is no outage").isTrue();
      refused.countDown();
      holder.join();
      small.transactions().run(() -> {});
    }
  }

  @Test
  void aTransactionThatLosesItsConnectionStoresNothing() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      raise("a");
                      database.execute("SELECT pg_terminate_backend(pg_backend_pid())");
                    }))
        .isInstanceOf(StorageUnavailable.class);

    assertThat(values()).containsExactly("0", "0");
  }

  private static void raise(String name) {
    database.execute("UPDATE counter SET value = value + 1 WHERE name = ?", name);
  }

  private static List<String> values() {
    return database.texts("SELECT value::text FROM counter ORDER BY name");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(1, TimeUnit.MINUTES);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
