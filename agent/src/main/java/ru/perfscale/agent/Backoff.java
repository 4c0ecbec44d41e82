package ru.perfscale.agent;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between attempts: random between zero and a bound that doubles, so that a thousand agents
 * that lost the same server do not come back as one. Confined to one thread.
 */
final class Backoff {
  private final Duration first;
  private final Duration last;
  private Duration bound;

  Backoff(Duration first, Duration last) {
    this.first = first;
    this.last = last;
    this.bound = first;
  }

  void pause() throws InterruptedException {
    Thread.sleep(next());
  }

  Duration next() {
    long nanos = ThreadLocalRandom.current().nextLong(bound.toNanos() + 1);
    Duration doubled = bound.multipliedBy(2);
    bound = doubled.compareTo(last) < 0 ? doubled : last;
    return Duration.ofNanos(nanos);
  }

  void reset() {
    bound = first;
  }
}
