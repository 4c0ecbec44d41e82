package ru.perfscale.domain.task;

/** Where one machine's share of a task stands. */
public enum AssignmentStatus {
  /** No machine has it; it can be offered. */
  OPEN,
  /** Offered to a machine that has not accepted yet. */
  OFFERED,
  /** Accepted. From here on it is never given to another machine. */
  RUNNING,
  /** The agent reported the end. */
  FINISHED,
  /** The agent was out of contact for longer than the limit, or came back without it. */
  LOST,
  /** The task was cancelled before any machine accepted. */
  REVOKED;

  public boolean isTerminal() {
    return this == FINISHED || this == LOST || this == REVOKED;
  }
}
