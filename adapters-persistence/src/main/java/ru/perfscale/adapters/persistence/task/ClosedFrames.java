package ru.perfscale.adapters.persistence.task;

import java.util.List;

/**
 * Which frames behind a mark can be summed: those before the first one of the minute that is still
 * going on. Frames that belong to an earlier minute and come later are no loss: sums are addends.
 *
 * @param frames contiguous, in order; empty when there are none
 * @param isTheLast whether nothing will follow them
 * @param mayBeFollowed whether there were more than can be looked at in one step
 */
record ClosedFrames(List<Frame> frames, boolean isTheLast, boolean mayBeFollowed) {
  /** Ten minutes: with a thousand labels that is a lot of rows to sum at once. */
  static final int MOST = 600;

  private static final long MINUTE = 60;

  /** A stored frame. */
  record Frame(long seq, long second) {}

  /**
   * @param waiting the first frames behind the mark, at most {@link #MOST}
   * @param ended whether the assignment brings no others by itself
   */
  static ClosedFrames of(List<Frame> waiting, boolean ended) {
    boolean all = waiting.size() < MOST;
    if (ended && all) {
      return new ClosedFrames(waiting, true, false);
    }
    long open = waiting.stream().mapToLong(Frame::second).max().orElse(0) / MINUTE * MINUTE;
    List<Frame> closed = waiting.stream().takeWhile(frame -> frame.second() < open).toList();
    boolean stuck = closed.isEmpty() && !all;
    return new ClosedFrames(stuck ? waiting : closed, false, !all);
  }

  boolean isEmpty() {
    return frames.isEmpty();
  }

  long firstSeq() {
    return frames.getFirst().seq();
  }

  long lastSeq() {
    return frames.getLast().seq();
  }
}
