package ru.perfscale.domain.task;

import java.util.List;
import java.util.OptionalInt;

/**
 * What one machine measured in one second, or a part of it: frames are addends.
 *
 * @param seq the number of the frame within its assignment, from 1 without a gap
 * @param second since the task's start, from 0
 * @param users active virtual users, where the tool tells
 * @param late samples in it that belong to a second that was closed before
 * @param skewed samples in it whose own time was too far from their arrival
 */
public record Frame(
    long seq, long second, List<Interval> intervals, OptionalInt users, long late, long skewed) {
  public Frame {
    if (seq < 1 || second < 0 || late < 0 || skewed < 0) {
      throw new IllegalArgumentException(
          "Not a frame: seq %d, second %d, late %d, skewed %d"
              .formatted(seq, second, late, skewed));
    }
    intervals = List.copyOf(intervals);
  }
}
