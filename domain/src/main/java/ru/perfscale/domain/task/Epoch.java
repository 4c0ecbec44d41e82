package ru.perfscale.domain.task;

/**
 * The number of an offer. It rises at each offer and nowhere else, and fences out whoever accepts,
 * reports or finishes under an older one.
 *
 * @param number 0 before the first offer
 */
public record Epoch(long number) {
  public static final Epoch NONE = new Epoch(0);

  public Epoch {
    if (number < 0) {
      throw new IllegalArgumentException("An epoch is never negative: " + number);
    }
  }

  public Epoch next() {
    return new Epoch(number + 1);
  }

  @Override
  public String toString() {
    return Long.toString(number);
  }
}
