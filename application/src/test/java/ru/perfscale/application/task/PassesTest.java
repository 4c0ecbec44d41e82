package ru.perfscale.application.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PassesTest {
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final AtomicInteger made = new AtomicInteger();
  private Runnable during = () -> {};
  private final Passes passes =
      new Passes(
          () -> {
            made.incrementAndGet();
            during.run();
          },
          later::add);

  @Test
  void whoAsksAloneMakesThePassHimself() {
    passes.ask();
    passes.ask();

    assertThat(made).hasValue(2);
    assertThat(later).isEmpty();
  }

  @Test
  void manyWhoAskDuringAPassDoNotWaitAndGetOneMore() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    during =
        () -> {
          begun.countDown();
          await(end);
        };
    Thread first = Thread.ofVirtual().start(passes::ask);
    begun.await();

    for (int i = 0; i < 100; i++) {
      passes.ask();
    }
    assertThat(made).hasValue(1);
    assertThat(later).isEmpty();
    end.countDown();
    first.join();

    assertThat(later).hasSize(1);
    later.remove().run();
    assertThat(made).hasValue(2);
    assertThat(later).isEmpty();
  }

  @Test
  void aFaultLosesNobodyWhoAskedDuringThePass() {
    during =
        () -> {
          passes.ask();
          throw new IllegalStateException("a pass that fails");
        };
    assertThatThrownBy(passes::ask).hasMessage("a pass that fails");
    during = () -> {};

    assertThat(later).hasSize(1);
    later.remove().run();
    assertThat(made).hasValue(2);
    passes.ask();
    assertThat(made).hasValue(3);
  }

  @Test
  void whatIsStoredBeforeAskingIsSeenByAPassAndNeverByTwoAtOnce() throws Exception {
    int askers = 8;
    AtomicInteger stored = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    AtomicInteger atOnce = new AtomicInteger();
    AtomicBoolean overlapped = new AtomicBoolean();
    Passes contended =
        new Passes(
            () -> {
              overlapped.compareAndSet(false, atOnce.incrementAndGet() > 1);
              seen.set(stored.get());
              atOnce.decrementAndGet();
            },
            Runnable::run);
    CyclicBarrier together = new CyclicBarrier(askers);
    try (ExecutorService threads = Executors.newFixedThreadPool(askers)) {
      for (int i = 0; i < askers; i++) {
        threads.submit(
            () -> {
              together.await();
              for (int n = 0; n < 200; n++) {
                stored.incrementAndGet();
                contended.ask();
              }
              return null;
            });
      }
    }

    assertThat(seen).hasValue(askers * 200);
    assertThat(overlapped).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
