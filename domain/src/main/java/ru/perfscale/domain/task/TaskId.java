package ru.perfscale.domain.task;

import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.TimeOrderedId;

/** Identifies a task, of whatever tenant. */
public record TaskId(String value) {
  private static final String PREFIX = "task_";

  public TaskId {
    if (!TimeOrderedId.isWellFormed(PREFIX, value)) {
      throw new IllegalArgumentException("Not the id of a task: '" + value + "'");
    }
  }

  public static TaskId next() {
    return new TaskId(TimeOrderedId.next(PREFIX));
  }

  /**
   * The id in {@code text}.
   *
   * @throws NotFound when it cannot be one, since nothing with such an id exists
   */
  public static TaskId of(String text) {
    if (!TimeOrderedId.isWellFormed(PREFIX, text)) {
      throw new NotFound("Task", text);
    }
    return new TaskId(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
