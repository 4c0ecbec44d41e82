package ru.perfscale.runner.engine.internal.sample;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.SampleCounts;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.latency.LatencyHistogram;

/**
 * Adds up samples by second and series. The reading thread records, the run's thread closes
 * seconds. What writes samples is called with {@link #lock} held, everything else takes it by
 * itself; {@link #closeSecond} and {@link #totals} belong to one thread.
 */
public final class Collector implements SampleSink {
  static final long SECOND = 1_000_000_000L;
  private static final long MAX_SKEW = 5 * SECOND;

  /** A listener that blocks must not make the engine keep ever more open seconds. */
  private static final int MAX_OPEN = 600;

  /** Guards everything that the reading thread writes. */
  public final Object lock = new Object();

  private final long startNanos;
  private long arrival;
  private final Labels labels = new Labels();
  private final SeriesIndex index = new SeriesIndex();
  private final Deque<Second> open = new ArrayDeque<>();
  private long firstOpen;
  private final Second total = new Second();

  private long users = -1;
  private long samples;
  private long errors;
  private long untimed;
  private long malformed;
  private long late;
  private long skewed;
  private long clamped;

  /**
   * @param startNanos t0 in nanoseconds since the epoch
   */
  public Collector(long startNanos) {
    this.startNanos = startNanos;
    arrival = startNanos;
  }

  /**
   * Says when what is read next arrived.
   *
   * @param epochNanos by a clock that is set once and then monotonic
   */
  public void arrivedAt(long epochNanos) {
    arrival = epochNanos;
  }

  @Override
  public int label(byte[] text, int from, int to) {
    return labels.number(text, from, to);
  }

  @Override
  public void sample(int label, int traits, long endNanos, long duration, long response) {
    samples++;
    if (Traits.isError(traits)) {
      errors++;
    }
    boolean atArrival = endNanos == AT_ARRIVAL;
    // A difference that overflows is a skew, too: hence the two-sided comparison of the end itself.
    boolean isSkewed =
        !atArrival && (endNanos > arrival + MAX_SKEW || endNanos < arrival - MAX_SKEW);
    long end = atArrival || isSkewed ? arrival : endNanos;
    Second second = secondOf(end);
    if (isSkewed) {
      skewed++;
      second.skewed++;
    }
    Accumulator service = second.of(index.number(Traits.key(label, traits)));
    if (duration == NOT_MEASURED) {
      untimed++;
      service.addUntimed(end);
    } else {
      service.add(end, clamp(duration));
    }
    if (response != NOT_MEASURED) {
      int key = Traits.key(label, traits | Traits.RESPONSE);
      second.of(index.number(key)).add(end, clamp(response));
    }
  }

  private Second secondOf(long end) {
    long wanted = Math.max(0, Math.floorDiv(end - startNanos, SECOND));
    long given = Math.clamp(wanted, firstOpen, firstOpen + MAX_OPEN - 1);
    while (firstOpen + open.size() <= given) {
      open.addLast(new Second());
    }
    Second second = at((int) (given - firstOpen));
    if (given != wanted) {
      late++;
      second.late++;
    }
    return second;
  }

  private Second at(int position) {
    if (position == open.size() - 1) {
      return open.getLast();
    }
    Iterator<Second> seconds = open.iterator();
    for (int i = 0; i < position; i++) {
      seconds.next();
    }
    return seconds.next();
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
    users = Math.clamp(count, 0, Integer.MAX_VALUE);
  }

  @Override
  public void malformed(long count) {
    // The tool says how many are missing, and may say anything.
    malformed = count > Long.MAX_VALUE - malformed ? Long.MAX_VALUE : malformed + count;
  }

  /** The number of the second that closes next. */
  public long firstOpenSecond() {
    synchronized (lock) {
      return firstOpen;
    }
  }

  /** Whether samples wait in seconds that have not been closed. */
  public boolean hasOpenSeconds() {
    synchronized (lock) {
      return !open.isEmpty();
    }
  }

  /** Closes the first open second; what arrives for it from now on is late. */
  public SecondSnapshot closeSecond() {
    Second second;
    long number;
    OptionalInt active;
    synchronized (lock) {
      second = open.isEmpty() ? new Second() : open.removeFirst();
      number = firstOpen++;
      active = users < 0 ? OptionalInt.empty() : OptionalInt.of((int) users);
    }
    total.add(second);
    return new SecondSnapshot(number, snapshots(second), active, second.late, second.skewed);
  }

  /** Everything that was in closed seconds. */
  public List<LatencySnapshot> totals() {
    return snapshots(total);
  }

  private List<LatencySnapshot> snapshots(Second second) {
    List<LatencySnapshot> snapshots = new ArrayList<>();
    for (int number = 0; number < second.series.length; number++) {
      Accumulator accumulator = second.series[number];
      if (accumulator != null) {
        int key;
        String label;
        synchronized (lock) {
          key = index.key(number);
          label = labels.name(Traits.labelOf(key));
        }
        snapshots.add(accumulator.snapshot(Traits.series(label, key)));
      }
    }
    return snapshots;
  }

  /** Counts so far. */
  public SampleCounts counts() {
    synchronized (lock) {
      return new SampleCounts(
          samples, errors, untimed, malformed, late, skewed, clamped, labels.complete());
    }
  }
}
