package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import ru.perfscale.domain.machine.MachineId;

/**
 * Seconds of a machine's run of which nothing is stored.
 *
 * @param fromSecond the first one
 * @param toSecond the last one
 */
public record Gap(MachineId machine, long fromSecond, long toSecond) {
  private static final int MOST = 1_000;

  public Gap {
    requireNonNull(machine);
    if (fromSecond < 0 || toSecond < fromSecond) {
      throw new IllegalArgumentException("Not seconds: " + fromSecond + " to " + toSecond);
    }
  }

  /**
   * What is missing of a run. It began with its first stored second, because frames are stored in
   * order. Of more than a thousand gaps the rest is one, from the first to the last of them.
   *
   * @param stored what is stored, in order
   * @param seconds how many there should be, beginning with second 0
   */
  public static List<Gap> between(MachineId machine, List<SecondRange> stored, long seconds) {
    List<Gap> gaps = new ArrayList<>();
    long next = stored.isEmpty() ? 0 : stored.getFirst().from();
    for (SecondRange range : stored) {
      if (range.from() > next && next < seconds) {
        gaps.add(new Gap(machine, next, Math.min(range.from(), seconds) - 1));
      }
      next = Math.max(next, range.to() + 1);
    }
    if (next < seconds) {
      gaps.add(new Gap(machine, next, seconds - 1));
    }
    if (gaps.size() > MOST) {
      Gap rest = new Gap(machine, gaps.get(MOST - 1).fromSecond(), gaps.getLast().toSecond());
      gaps.subList(MOST - 1, gaps.size()).clear();
      gaps.add(rest);
    }
    return gaps;
  }
}
