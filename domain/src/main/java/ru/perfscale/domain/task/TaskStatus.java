package ru.perfscale.domain.task;

import java.util.Locale;

/** Where a task stands: {@code pending → running →} one terminal state, which never changes. */
public enum TaskStatus {
  PENDING,
  RUNNING,
  PASSED,
  FAILED,
  CANCELLED,
  /** Its time limit was reached. */
  TIMEOUT;

  public boolean isTerminal() {
    return this != PENDING && this != RUNNING;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
