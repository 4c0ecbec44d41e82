package ru.perfscale.domain.task;

/** Where one machine's share of a task stands. */
public enum AssignmentStatus {
  /** No machine has it; it can be offered. */
  OPEN,
  /** Offered to a machine that has not accepted yet. */
  OFFERED,
  /** Accepted, and waiting until the other shares of its task are, too. */
  ACCEPTED,
  /** Started. From here on it is never given to another machine. */
  RUNNING,
  /** The agent reported the end. */
  FINISHED,
  /** The agent was out of contact for longer than the limit, or came back without it. */
  LOST,
  /** Ended before any machine had begun: the task was cancelled, or it needs no such share. */
  REVOKED;

  public boolean isTerminal() {
    return this == FINISHED || this == LOST || this == REVOKED;
  }
}
