package ru.perfscale.adapters.http.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Makes the ports break when a test says so. */
public final class Faults {
  private final AtomicInteger callsLeft = new AtomicInteger();
  private volatile Supplier<RuntimeException> fault;

  /** From now on every call breaks. */
  public void breakWith(Supplier<RuntimeException> thrown) {
    breakAfter(0, thrown);
  }

  public void breakAfter(int calls, Supplier<RuntimeException> thrown) {
    callsLeft.set(calls);
    fault = thrown;
  }

  public void heal() {
    fault = null;
  }

  void check() {
    Supplier<RuntimeException> thrown = fault;
    if (thrown != null && callsLeft.getAndDecrement() <= 0) {
      throw thrown.get();
    }
  }
}
