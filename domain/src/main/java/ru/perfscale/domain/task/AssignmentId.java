package ru.perfscale.domain.task;

import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.TimeOrderedId;

/** Identifies one machine's share of a task. */
public record AssignmentId(String value) {
  private static final String PREFIX = "a_";

  public AssignmentId {
    if (!TimeOrderedId.isWellFormed(PREFIX, value)) {
      throw new IllegalArgumentException("Not the id of a assignment: '" + value + "'");
    }
  }

  public static AssignmentId next() {
    return new AssignmentId(TimeOrderedId.next(PREFIX));
  }

  /**
   * The id in {@code text}.
   *
   * @throws NotFound when it cannot be one, since nothing with such an id exists
   */
  public static AssignmentId of(String text) {
    if (!TimeOrderedId.isWellFormed(PREFIX, text)) {
      throw new NotFound("Assignment", text);
    }
    return new AssignmentId(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
