package ru.perfscale.application.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;

/** Virtual time, and what is to happen in it. */
final class Timeline {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<String> said = new ArrayList<>();
  private final boolean listening;
  private long now;
  private long added;
  private long happened;

  private record Event(long at, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  /**
   * @param listening whether {@link #say} is written down
   */
  Timeline(boolean listening) {
    this.listening = listening;
  }

  /** Since the schedule began; never goes back. */
  Duration now() {
    return Duration.ofNanos(now);
  }

  /** As {@link System#nanoTime}. */
  long nanos() {
    return now;
  }

  void after(Duration delay, Runnable action) {
    events.add(new Event(now + delay.toNanos(), added++, action));
  }

  /**
   * Lets the next thing happen.
   *
   * @return false when nothing happens any more until then
   */
  boolean advance(Duration until) {
    Event next = events.peek();
    if (next == null || next.at > until.toNanos()) {
      return false;
    }
    events.poll();
    now = next.at;
    happened++;
    next.action.run();
    return true;
  }

  long happened() {
    return happened;
  }

  void say(String format, Object... arguments) {
    if (listening) {
      said.add(
          String.format(Locale.ROOT, "%9.3f s  ", now / 1e9)
              + String.format(Locale.ROOT, format, arguments));
    }
  }

  List<String> said() {
    return said;
  }
}
