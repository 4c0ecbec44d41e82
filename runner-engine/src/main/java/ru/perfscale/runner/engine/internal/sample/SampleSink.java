package ru.perfscale.runner.engine.internal.sample;

/** Takes what a reader found. */
public interface SampleSink {
  /** In place of an end: the time of arrival. */
  long AT_ARRIVAL = Long.MIN_VALUE;

  /** In place of a duration: none was measured. */
  long NOT_MEASURED = Long.MIN_VALUE;

  /**
   * The number of a label, the same for the same text.
   *
   * @param text UTF-8 in {@code from … to}
   */
  int label(byte[] text, int from, int to);

  /**
   * One request.
   *
   * @param label from {@link #label}
   * @param traits see {@link Traits}
   * @param endNanos since the epoch, or {@link #AT_ARRIVAL}
   * @param durationNanos service time, or {@link #NOT_MEASURED}
   * @param responseNanos response time, or {@link #NOT_MEASURED}
   */
  void sample(int label, int traits, long endNanos, long durationNanos, long responseNanos);

  /** How many virtual users are active now. */
  void users(long count);

  /** Records that could not be read. */
  void malformed(long count);
}
