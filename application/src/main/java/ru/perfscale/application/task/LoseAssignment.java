package ru.perfscale.application.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalDouble;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Findings;
import ru.perfscale.domain.task.Reason;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.Verdict;

/** Ends a running assignment whose agent is gone. Called inside a transaction that locked it. */
public final class LoseAssignment {
  private final TaskRepository tasks;
  private final AssignmentRepository assignments;
  private final InstantSource clock;

  public LoseAssignment(
      TaskRepository tasks, AssignmentRepository assignments, InstantSource clock) {
    this.tasks = tasks;
    this.assignments = assignments;
    this.clock = clock;
  }

  /**
   * @param why for a person
   */
  public void lose(Assignment running, String why) {
    assignments.save(running.lost());
    Task task = tasks.lock(running.task()).orElseThrow();
    Instant now = clock.instant();
    Findings found = task.findings();
    Findings kept =
        new Findings(
            found.figures(),
            found.latency(),
            OptionalDouble.of(coverage(running, task, now)),
            List.of(),
            found.logTail());
    tasks.save(task.ended(Verdict.failed(Reason.Code.AGENT_LOST, why), kept, now));
  }

  /** Without a final frame, one frame is expected for each whole second from start to loss. */
  static double coverage(Assignment lost, Task task, Instant lostAt) {
    long expected =
        task.startedAt().map(start -> Duration.between(start, lostAt).toSeconds()).orElse(0L);
    return expected <= 0 ? 0 : Math.min(1, (double) lost.ackedSeq() / expected);
  }
}
