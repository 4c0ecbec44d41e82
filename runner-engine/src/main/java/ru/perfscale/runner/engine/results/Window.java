package ru.perfscale.runner.engine.results;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The part of a run that counts: samples that <em>ended</em> at or after its start and before its
 * end. Bounds are instants, or offsets from the moment the first sample of all files started.
 *
 * <pre>{@code
 * Window steady = Window.ALL.skip(Duration.ofSeconds(30)).to(Duration.ofMinutes(5));
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Window {
  /** Everything. */
  public static final Window ALL =
      new Window(Duration.ZERO, Optional.empty(), Optional.empty(), Optional.empty());

  private final Duration skip;
  private final Optional<Instant> from;
  private final Optional<Instant> to;
  private final Optional<Duration> length;

  private Window(
      Duration skip, Optional<Instant> from, Optional<Instant> to, Optional<Duration> length) {
    this.skip = skip;
    this.from = from;
    this.to = to;
    this.length = length;
  }

  /**
   * Leaves out what ended earlier than this after the first start; the same as {@link
   * #from(Duration)}.
   */
  public Window skip(Duration offset) {
    return from(offset);
  }

  /**
   * Begins so long after the first start. With {@link #from(Instant)}, the later one holds.
   *
   * @throws IllegalArgumentException if the offset is negative
   */
  public Window from(Duration offset) {
    return new Window(notNegative("from", offset), from, to, length);
  }

  /** Begins at this instant. */
  public Window from(Instant instant) {
    return new Window(skip, Optional.of(requireNonNull(instant, "from")), to, length);
  }

  /**
   * Ends so long after the first start. With {@link #to(Instant)}, the earlier one holds.
   *
   * @throws IllegalArgumentException if the offset is negative
   */
  public Window to(Duration offset) {
    return new Window(skip, from, to, Optional.of(notNegative("to", offset)));
  }

  /** Ends at this instant. */
  public Window to(Instant instant) {
    return new Window(skip, from, Optional.of(requireNonNull(instant, "to")), length);
  }

  private static Duration notNegative(String name, Duration offset) {
    if (offset.isNegative()) {
      throw new IllegalArgumentException(name + " is " + offset + ", must be zero or more");
    }
    return offset;
  }

  /** Whether the start of the first sample has to be known. */
  boolean isRelative() {
    return !skip.isZero() || length.isPresent();
  }

  /** The first nanosecond since the epoch that counts. */
  long fromNanos(long firstStart) {
    long begin = from.map(Nanos::of).orElse(Long.MIN_VALUE);
    return skip.isZero() ? begin : Math.max(begin, Nanos.plus(firstStart, skip));
  }

  /** The first nanosecond since the epoch that no longer counts. */
  long toNanos(long firstStart) {
    long end = to.map(Nanos::of).orElse(Long.MAX_VALUE);
    return length.map(offset -> Math.min(end, Nanos.plus(firstStart, offset))).orElse(end);
  }

  @Override
  public String toString() {
    return "Window[skip=%s, from=%s, to=%s, length=%s]".formatted(skip, from, to, length);
  }
}
