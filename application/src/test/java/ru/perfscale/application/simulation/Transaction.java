package ru.perfscale.application.simulation;

import java.util.LinkedHashSet;
import java.util.Set;

/** A transaction of the simulated database, and what it has locked. */
final class Transaction {
  private final Work work;
  private final Set<Object> locks = new LinkedHashSet<>();

  /** The one that it waits for; null when it waits for none. */
  Transaction waitsFor;

  /** Changes whenever it begins or ends to wait. */
  long waits;

  Transaction(Work work) {
    this.work = work;
  }

  Work work() {
    return work;
  }

  /** Whatever it wrote it has locked. */
  boolean hasWritten() {
    return !locks.isEmpty();
  }

  Set<Object> locks() {
    return locks;
  }

  @Override
  public String toString() {
    return work.toString();
  }
}
