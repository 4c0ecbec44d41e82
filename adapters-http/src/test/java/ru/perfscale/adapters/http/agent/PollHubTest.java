package ru.perfscale.adapters.http.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.application.task.CheckInbox.Orders;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.AssignmentId;

class PollHubTest {
  private static final Orders NEWS =
      new Orders(List.of(), List.of(), List.of(AssignmentId.next()), List.of());

  private final MachineId machine = MachineId.next();
  private PollHub hub;

  @AfterEach
  void stop() {
    hub.close();
  }

  private static Orders get(CompletableFuture<Orders> answer) throws Exception {
    return answer.get(10, TimeUnit.SECONDS);
  }

  @Test
  void withoutNewsAPollEndsEmptyAfterItsTime() throws Exception {
    hub = new PollHub(Duration.ofMillis(50), Duration.ofMillis(5));
    hub.watch(machines -> Map.of());
    AtomicInteger looks = new AtomicInteger();

    Orders orders =
        get(
            hub.await(
                machine,
                () -> {
                  looks.incrementAndGet();
                  return PollHub.NO_NEWS;
                }));

    assertThat(orders.isEmpty()).isTrue();
    assertThat(looks.get()).isGreaterThan(1);
    assertThat(hub.waiting()).isZero();
  }

  @Test
  void newsThatNobodyWokeForIsFoundAfterAPause() throws Exception {
    hub = new PollHub(Duration.ofSeconds(60), Duration.ofMillis(5));
    AtomicLong state = new AtomicLong(7);
    AtomicInteger passes = new AtomicInteger();
    hub.watch(
        machines -> {
          passes.incrementAndGet();
          return Map.of(machine, state.get());
        });
    AtomicReference<Orders> inbox = new AtomicReference<>(PollHub.NO_NEWS);
    AtomicInteger looks = new AtomicInteger();
    CompletableFuture<Orders> answer =
        hub.await(
            machine,
            () -> {
              looks.incrementAndGet();
              return inbox.get();
            });
    awaitMoreThan(10, passes);
    assertThat(looks).as("at once, and when its machine is first seen").hasValue(2);

    inbox.set(NEWS);
    state.set(8);

    assertThat(get(answer)).isEqualTo(NEWS);
  }

  @Test
  void aPollWhoseMachineCannotBeSeenLooksItself() throws Exception {
    hub = new PollHub(Duration.ofSeconds(60), Duration.ofMillis(5));
    AtomicReference<Orders> inbox = new AtomicReference<>(PollHub.NO_NEWS);
    CompletableFuture<Orders> answer = hub.await(machine, inbox::get);
    inbox.set(NEWS);

    hub.watch(
        machines -> {
          throw new IllegalStateException("gone");
        });

    assertThat(get(answer)).isEqualTo(NEWS);
  }

  private static void awaitMoreThan(int count, AtomicInteger counted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (counted.get() <= count && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(counted).hasValueGreaterThan(count);
  }

  @Test
  void aWakeDuringALookIsNotLost() throws Exception {
    hub = new PollHub(Duration.ofSeconds(60), Duration.ofSeconds(60));
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch woken = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    CompletableFuture<Orders> answer =
        hub.await(
            machine,
            () -> {
              if (looks.getAndIncrement() > 0) {
                return NEWS;
              }
              looking.countDown();
              awaitQuietly(woken);
              return PollHub.NO_NEWS;
            });
    awaitQuietly(looking);

    hub.wake(machine);
    woken.countDown();

    assertThat(get(answer)).isEqualTo(NEWS);
  }

  @Test
  void whatWasToldTheLastTimeIsToldAgainOnlyAfterAPause() throws Exception {
    Duration pause = Duration.ofMillis(200);
    hub = new PollHub(Duration.ofSeconds(60), pause);
    assertThat(get(hub.await(machine, () -> NEWS))).isEqualTo(NEWS);

    long before = System.nanoTime();
    assertThat(get(hub.await(machine, () -> NEWS))).isEqualTo(NEWS);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(pause);
  }

  @Test
  void otherNewsIsToldAtOnce() throws Exception {
    hub = new PollHub(Duration.ofSeconds(60), Duration.ofSeconds(60));
    get(hub.await(machine, () -> NEWS));
    Orders other = new Orders(List.of(), List.of(), List.of(AssignmentId.next()), List.of());

    assertThat(get(hub.await(machine, () -> other))).isEqualTo(other);
  }

  @Test
  void aWakeForNobodyIsHarmless() {
    hub = new PollHub();
    hub.wake(machine);
    assertThat(hub.waiting()).isZero();
  }

  @Test
  void afterTheEndAPollIsAnsweredAtOnce() throws Exception {
    hub = new PollHub();
    hub.close();

    assertThat(get(hub.await(machine, () -> NEWS)).isEmpty()).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
