package ru.perfscale.runner.engine.internal.sample;

import ru.perfscale.runner.engine.LatencySnapshot;

/** Finds out when the first sample started, and nothing else. Confined to one thread. */
public final class Extent implements ResultSink {
  private long firstStart = Long.MAX_VALUE;

  @Override
  public int label(byte[] text, int from, int to) {
    return 0;
  }

  @Override
  public void sample(int label, int traits, long end, long duration, long response) {
    startedAt(duration == NOT_MEASURED ? end : end - duration);
  }

  @Override
  public void interval(int label, int traits, LatencySnapshot added) {
    startedAt(added.firstStartNanos());
  }

  private void startedAt(long nanos) {
    firstStart = Math.min(firstStart, nanos);
  }

  @Override
  public void users(long count) {
    // Users have no time of their own.
  }

  @Override
  public void malformed(long count) {
    // Counted by whoever adds the samples up.
  }

  /** Nanoseconds since the epoch; {@link Long#MAX_VALUE} when there was no sample. */
  public long firstStart() {
    return firstStart;
  }
}
