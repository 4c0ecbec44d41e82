package ru.perfscale.application.machine;

import java.time.Duration;
import java.util.function.LongSupplier;

/** So many at once, then one more each so often: what a stranger can make us do. Thread-safe. */
public final class Allowance {
  private final int most;
  private final long interval;
  private final LongSupplier nanoTime;
  private final long start;

  /** When all of it is back, since the start. */
  private long full;

  /**
   * @param most how many at once
   * @param interval after which there is one more
   * @param nanoTime a monotonic clock such as {@link System#nanoTime}
   */
  public Allowance(int most, Duration interval, LongSupplier nanoTime) {
    this.most = most;
    this.interval = interval.toNanos();
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
  }

  /** Takes one, unless none is left. */
  public synchronized boolean take() {
    if (left() < 1) {
      return false;
    }
    full = Math.max(full, now()) + interval;
    return true;
  }

  /** Whether there is one to take. */
  public synchronized boolean isOpen() {
    return left() >= 1;
  }

  /** Whether all is there, so that nothing is known of whoever it is kept for. */
  public synchronized boolean isFull() {
    return full <= now();
  }

  private long now() {
    return nanoTime.getAsLong() - start;
  }

  private long left() {
    long missing = Math.max(0, full - now());
    return most - (missing + interval - 1) / interval;
  }
}
