package ru.perfscale.runner.engine.internal.sample;

import java.util.ArrayList;
import java.util.List;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.SampleCounts;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/** Adds up the samples that end within a span of time, by series. Confined to one thread. */
public final class Totals implements ResultSink {
  private final long from;
  private final long to;
  private final Labels labels = new Labels();
  private final SeriesIndex index = new SeriesIndex();
  private final Second total = new Second();
  private long samples;
  private long errors;
  private long untimed;
  private long malformed;
  private long clamped;
  private long outside;

  /**
   * @param fromNanos first end that counts, since the epoch
   * @param toNanos first end after it that does not; {@link Long#MAX_VALUE} for no limit
   */
  public Totals(long fromNanos, long toNanos) {
    from = fromNanos;
    to = toNanos;
  }

  @Override
  public int label(byte[] text, int start, int end) {
    return labels.number(text, start, end);
  }

  @Override
  public void sample(int label, int traits, long end, long duration, long response) {
    if (!isInside(end)) {
      outside++;
      return;
    }
    samples++;
    if (Traits.isError(traits)) {
      errors++;
    }
    Accumulator service = total.of(index.number(Traits.key(label, traits)));
    if (duration == NOT_MEASURED) {
      untimed++;
      service.addUntimed(end);
    } else {
      service.add(end, clamp(duration));
    }
    if (response != NOT_MEASURED) {
      int key = Traits.key(label, traits | Traits.RESPONSE);
      total.of(index.number(key)).add(end, clamp(response));
    }
  }

  /** An interval counts as a whole, when its last moment is inside: its end is no part of it. */
  @Override
  public void interval(int label, int traits, LatencySnapshot added) {
    if (!isInside(added.lastEndNanos() - 1)) {
      outside += added.count();
      return;
    }
    samples += added.count();
    if (Traits.isError(traits)) {
      errors += added.count();
    }
    total.of(index.number(Traits.key(label, traits))).add(added);
  }

  private boolean isInside(long end) {
    return end >= from && end < to;
  }

  private long clamp(long duration) {
    long kept = Math.clamp(duration, 0, LatencyHistogram.MAX_NANOS);
    if (kept != duration) {
      clamped++;
    }
    return kept;
  }

  @Override
  public void users(long count) {
    // Results have no users.
  }

  @Override
  public void malformed(long count) {
    malformed = count > Long.MAX_VALUE - malformed ? Long.MAX_VALUE : malformed + count;
  }

  /** Samples that ended before or after the span. */
  public long outside() {
    return outside;
  }

  /** Everything inside, by series in order of appearance. */
  public List<LatencySnapshot> snapshots() {
    List<LatencySnapshot> snapshots = new ArrayList<>();
    for (int number = 0; number < total.series.length; number++) {
      if (total.series[number] != null) {
        int key = index.key(number);
        String label = labels.name(Traits.labelOf(key));
        snapshots.add(total.series[number].snapshot(Traits.series(label, key)));
      }
    }
    return snapshots;
  }

  /** Counts so far. */
  public SampleCounts counts() {
    return new SampleCounts(samples, errors, untimed, malformed, 0, 0, clamped, labels.complete());
  }
}
