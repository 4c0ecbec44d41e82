package ru.perfscale.domain.loadtest;

import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.TimeOrderedId;

/** Identifies a load test, of whatever tenant. */
public record LoadTestId(String value) {
  private static final String PREFIX = "t_";

  public LoadTestId {
    if (!TimeOrderedId.isWellFormed(PREFIX, value)) {
      throw new IllegalArgumentException("Not the id of a load test: '" + value + "'");
    }
  }

  public static LoadTestId next() {
    return new LoadTestId(TimeOrderedId.next(PREFIX));
  }

  /**
   * The id in {@code text}.
   *
   * @throws NotFound when it cannot be one, since nothing with such an id exists
   */
  public static LoadTestId of(String text) {
    if (!TimeOrderedId.isWellFormed(PREFIX, text)) {
      throw new NotFound("Test", text);
    }
    return new LoadTestId(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
