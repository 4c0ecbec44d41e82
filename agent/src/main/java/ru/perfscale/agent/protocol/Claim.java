package ru.perfscale.agent.protocol;

import java.util.regex.Pattern;

/**
 * An assignment under one epoch: what fences out whoever comes late.
 *
 * @param assignment opaque id; it becomes part of a path
 * @param epoch rises with every offer of the assignment
 */
public record Claim(String assignment, long epoch) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  public Claim {
    if (!ID.matcher(assignment).matches()) {
      throw new IllegalArgumentException(
          "assignment is '" + assignment + "', must be 1 to 100 letters, digits, _ or -");
    }
  }

  @Override
  public String toString() {
    return assignment + " (epoch " + epoch + ")";
  }
}
