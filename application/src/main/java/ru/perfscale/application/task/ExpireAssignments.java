package ru.perfscale.application.task;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.application.Transactions;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.TaskRef;

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
  private final WithdrawOffers withdrawOffers;
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
      WithdrawOffers withdrawOffers,
      Transactions transactions,
      LongSupplier nanoTime) {
    this.assignments = assignments;
    this.loseAssignment = loseAssignment;
    this.withdrawOffers = withdrawOffers;
    this.transactions = transactions;
    this.nanoTime = nanoTime;
    watchingSince = nanoTime.getAsLong();
    lastRun = watchingSince;
  }

  /**
   * One assignment that cannot be ended keeps no other from it.
   *
   * @throws RuntimeException the first fault, after everything else was done
   */
  public synchronized void expire() {
    long now = nanoTime.getAsLong();
    if (now - lastRun > OUTAGE.toNanos()) {
      watchingSince = now;
    }
    Duration watched = Duration.ofNanos(now - watchingSince);
    try {
      transactions.run(() -> end(assignments.lockOverdue(OFFER_LIMIT, watched)));
    } catch (StorageUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      endOneByOne(watched);
      lastRun = nanoTime.getAsLong();
      throw e;
    }
    lastRun = nanoTime.getAsLong();
  }

  private void endOneByOne(Duration watched) {
    Set<AssignmentId> failed = new HashSet<>();
    Optional<AssignmentId> tried;
    do {
      AtomicReference<Optional<AssignmentId>> next = new AtomicReference<>(Optional.empty());
      try {
        transactions.run(
            () -> {
              Optional<Assignment> first =
                  assignments.lockOverdue(OFFER_LIMIT, watched).stream()
                      .filter(assignment -> !failed.contains(assignment.id()))
                      .findFirst();
              next.set(first.map(Assignment::id));
              end(first.stream().toList());
            });
      } catch (StorageUnavailable e) {
        throw e;
      } catch (RuntimeException e) {
        next.get().ifPresent(failed::add);
      }
      tried = next.get();
    } while (tried.isPresent());
  }

  private void end(List<Assignment> overdue) {
    Set<TaskRef> withdrawn = new HashSet<>();
    for (Assignment assignment : overdue) {
      if (assignment.status() == AssignmentStatus.RUNNING) {
        loseAssignment.lose(
            assignment, "The agent of the machine was not heard for longer than the contact limit");
      } else if (withdrawn.add(assignment.task())) {
        withdrawOffers.withdraw(assignment, "an offer was not accepted in time");
      }
    }
  }
}
