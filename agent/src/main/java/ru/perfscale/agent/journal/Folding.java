package ru.perfscale.agent.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which frames become one: those of the same 10 or 60 seconds. Frames are addends, so nothing but
 * the resolution in time is lost.
 *
 * @param span of what comes out
 * @param windows by the number of their first frame
 * @param absorbed the numbers of all others in the windows
 * @param bytes of all frames in the windows
 */
record Folding(int span, Map<Long, List<Entry>> windows, Set<Long> absorbed, long bytes) {
  static final Folding NONE = new Folding(1, Map.of(), Set.of(), 0);

  /** The coarser steps, one after the other. */
  static final List<Integer> SPANS = List.of(10, 60);

  /**
   * The oldest windows.
   *
   * @param frames that may change, in order
   * @param end the first second that is still to come: a window that reaches beyond it waits
   * @param most stops once the windows have so many bytes
   */
  static Folding oldest(Iterable<Entry> frames, int span, long end, long most) {
    Map<Long, List<Entry>> byStart = new LinkedHashMap<>();
    for (Entry each : frames) {
      long start = each.second() / span * span;
      if (each.span() < span && start + span <= end) {
        byStart.computeIfAbsent(start, key -> new ArrayList<>()).add(each);
      }
    }
    Map<Long, List<Entry>> windows = new HashMap<>();
    Set<Long> absorbed = new HashSet<>();
    long bytes = 0;
    for (List<Entry> window : byStart.values()) {
      if (window.size() > 1 && bytes < most) {
        windows.put(window.getFirst().seq(), window);
        window.stream().skip(1).map(Entry::seq).forEach(absorbed::add);
        bytes += window.stream().mapToLong(Entry::bytes).sum();
      }
    }
    return new Folding(span, windows, absorbed, bytes);
  }

  /** The first of the seconds that a window's frames come from. */
  long startOf(List<Entry> window) {
    return window.getFirst().second() / span * span;
  }
}
