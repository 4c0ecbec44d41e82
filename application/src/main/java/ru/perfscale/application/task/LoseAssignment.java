package ru.perfscale.application.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.RunReport;
import ru.perfscale.domain.task.Task;

/** Ends a running assignment whose agent is gone. Called inside a transaction that locked it. */
public final class LoseAssignment {
  private final TaskRepository tasks;
  private final FrameRepository frames;
  private final EndAssignment endAssignment;
  private final InstantSource clock;

  public LoseAssignment(
      TaskRepository tasks,
      FrameRepository frames,
      EndAssignment endAssignment,
      InstantSource clock) {
    this.tasks = tasks;
    this.frames = frames;
    this.endAssignment = endAssignment;
    this.clock = clock;
  }

  /**
   * @param why for a person
   */
  public void lose(Assignment running, String why) {
    Assignment lost = running.lost();
    Instant now = clock.instant();
    Task task = tasks.lock(running.task()).orElseThrow();
    endAssignment.end(
        lost,
        new EndAssignment.Ending(
            RunReport.lost(why),
            endAssignment.coverageOfLost(lost, expectedSeconds(task, now)),
            frames.totals(lost),
            now));
  }

  /** Without a final frame, one frame is expected for each whole second from start to loss. */
  private static long expectedSeconds(Task task, Instant lostAt) {
    return task.startedAt()
        .map(start -> Math.max(0, Duration.between(start, lostAt).toSeconds()))
        .orElse(0L);
  }
}
