package ru.perfscale.benchmarks.soak;

import java.util.concurrent.CountDownLatch;

/** The moment at which all agents begin; each a little later than that, spread over a second. */
final class Common {
  private final CountDownLatch known = new CountDownLatch(1);
  private volatile long nanos;

  void set(long start) {
    nanos = start;
    known.countDown();
  }

  long await() throws InterruptedException {
    known.await();
    return nanos + java.util.concurrent.ThreadLocalRandom.current().nextLong(1_000_000_000L);
  }

  long nanos() {
    return nanos;
  }
}
