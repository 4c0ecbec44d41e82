package ru.perfscale.application.task;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentStatus;

/**
 * Takes back offers that nobody answered and gives up runs whose agent is out of contact for too
 * long. Run it every second. After an outage of its own it gives every agent one full contact limit
 * to be heard again.
 */
public final class ExpireAssignments {
  /** How long an offer waits for an answer; an agent that installs a tool renews it meanwhile. */
  public static final Duration OFFER_LIMIT = Duration.ofSeconds(15);

  private static final Duration OUTAGE = Duration.ofSeconds(5);

  private final AssignmentRepository assignments;
  private final LoseAssignment loseAssignment;
  private final Transactions transactions;
  private final LongSupplier nanoTime;
  private long watchingSince;
  private long lastRun;

  /**
   * @param nanoTime a monotonic clock such as {@link System#nanoTime}
   */
  public ExpireAssignments(
      AssignmentRepository assignments,
      LoseAssignment loseAssignment,
      Transactions transactions,
      LongSupplier nanoTime) {
    this.assignments = assignments;
    this.loseAssignment = loseAssignment;
    this.transactions = transactions;
    this.nanoTime = nanoTime;
    watchingSince = nanoTime.getAsLong();
    lastRun = watchingSince;
  }

  public synchronized void expire() {
    long now = nanoTime.getAsLong();
    if (now - lastRun > OUTAGE.toNanos()) {
      watchingSince = now;
    }
    Duration watched = Duration.ofNanos(now - watchingSince);
    transactions.run(() -> end(assignments.lockOverdue(OFFER_LIMIT, watched)));
    lastRun = nanoTime.getAsLong();
  }

  private void end(List<Assignment> overdue) {
    for (Assignment assignment : overdue) {
      if (assignment.status() == AssignmentStatus.RUNNING) {
        loseAssignment.lose(
            assignment, "The agent of the machine was not heard for longer than the contact limit");
      } else {
        assignments.save(assignment.withdrawn());
      }
    }
  }
}
