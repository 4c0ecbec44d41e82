package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one machine measured in one second, or a part of it: frames are addends. Where an agent had
 * no room for single seconds, in several.
 *
 * @param seq the number of the frame within its assignment, from 1 without a gap
 * @param second since the task's start, from 0; with a span, the first of its seconds
 * @param span how many seconds it is the sum of: 1, 10 or 60, and then {@code second} is a multiple
 * @param users active virtual users, where the tool tells
 * @param late samples in it that belong to a second that was closed before
 * @param skewed samples in it whose own time was too far from their arrival
 * @param health how the machine was doing; empty where nobody can tell
 */
public record Frame(
    long seq,
    long second,
    int span,
    List<Interval> intervals,
    OptionalInt users,
    long late,
    long skewed,
    Optional<GeneratorHealth> health) {
  private static final Set<Integer> SPANS = Set.of(1, 10, 60);

  public Frame {
    if (seq < 1 || second < 0 || late < 0 || skewed < 0) {
      throw new IllegalArgumentException(
          "Not a frame: seq %d, second %d, late %d, skewed %d"
              .formatted(seq, second, late, skewed));
    }
    if (!SPANS.contains(span) || second % span != 0) {
      throw new IllegalArgumentException(
          "Not a frame: span %d must be 1, 10 or 60, and second %d a multiple of it"
              .formatted(span, second));
    }
    intervals = List.copyOf(intervals);
    requireNonNull(users);
    requireNonNull(health);
  }

  /** One of a single second that says nothing of the machine's health. */
  public Frame(
      long seq, long second, List<Interval> intervals, OptionalInt users, long late, long skewed) {
    this(seq, second, 1, intervals, users, late, skewed, Optional.empty());
  }

  /** With the instants of all samples later by this, or earlier. */
  Frame shifted(long nanos) {
    return new Frame(
        seq,
        second,
        span,
        intervals.stream().map(interval -> interval.shifted(nanos)).toList(),
        users,
        late,
        skewed,
        health);
  }
}
