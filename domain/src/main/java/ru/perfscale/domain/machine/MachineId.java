package ru.perfscale.domain.machine;

import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.TimeOrderedId;

/** Identifies a machine, of whatever tenant. */
public record MachineId(String value) {
  private static final String PREFIX = "m_";

  public MachineId {
    if (!TimeOrderedId.isWellFormed(PREFIX, value)) {
      throw new IllegalArgumentException("Not the id of a machine: '" + value + "'");
    }
  }

  public static MachineId next() {
    return new MachineId(TimeOrderedId.next(PREFIX));
  }

  /**
   * The id in {@code text}.
   *
   * @throws NotFound when it cannot be one, since nothing with such an id exists
   */
  public static MachineId of(String text) {
    if (!TimeOrderedId.isWellFormed(PREFIX, text)) {
      throw new NotFound("Machine", text);
    }
    return new MachineId(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
