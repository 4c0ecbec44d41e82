package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How far a task has come.
 *
 * @param pendingReason why it has not started; only while pending
 * @param startedAt the common start instant of its machines
 * @param finishedAt when the last tool ended
 * @param contactLostSince when its agent was last heard; only while running and out of contact
 * @param queuePosition its place among its tenant's tasks that wait for machines, from 1; only
 *     while it waits
 */
public record Progress(
    TaskStatus status,
    Optional<String> pendingReason,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<Instant> cancelRequestedAt,
    Optional<Instant> contactLostSince,
    OptionalInt queuePosition) {
  /** Before anything has happened. */
  public static final Progress SUBMITTED =
      new Progress(
          TaskStatus.PENDING,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty());

  public Progress {
    requireNonNull(status);
    requireNonNull(pendingReason);
    requireNonNull(startedAt);
    requireNonNull(finishedAt);
    requireNonNull(cancelRequestedAt);
    requireNonNull(contactLostSince);
    requireNonNull(queuePosition);
  }

  Progress waitingFor(String reason) {
    return new Progress(
        status,
        Optional.of(reason),
        startedAt,
        finishedAt,
        cancelRequestedAt,
        contactLostSince,
        queuePosition);
  }

  Progress running(Instant start) {
    return new Progress(
        TaskStatus.RUNNING,
        Optional.empty(),
        Optional.of(start),
        finishedAt,
        cancelRequestedAt,
        contactLostSince,
        OptionalInt.empty());
  }

  Progress cancelRequested(Instant now) {
    return new Progress(
        status,
        pendingReason,
        startedAt,
        finishedAt,
        Optional.of(cancelRequestedAt.orElse(now)),
        contactLostSince,
        queuePosition);
  }

  Progress ended(TaskStatus end, Instant now) {
    return new Progress(
        end,
        Optional.empty(),
        startedAt,
        Optional.of(now),
        cancelRequestedAt,
        Optional.empty(),
        OptionalInt.empty());
  }
}
