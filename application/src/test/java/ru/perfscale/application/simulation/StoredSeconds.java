package ru.perfscale.application.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import ru.perfscale.application.task.SecondRepository;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.HealthTally;
import ru.perfscale.domain.task.SecondRange;

/** The seconds of the frames in the simulated database; nobody's health is known there. */
record StoredSeconds(Database database, StoredFrames frames) implements SecondRepository {
  @Override
  public List<SecondRange> stored(Assignment assignment) {
    return database.statement(() -> ranges(frames.frames(assignment.id())));
  }

  private static List<SecondRange> ranges(List<Frame> stored) {
    TreeSet<Long> seconds = new TreeSet<>();
    for (Frame frame : stored) {
      for (int i = 0; i < frame.span(); i++) {
        seconds.add(frame.second() + i);
      }
    }
    List<SecondRange> ranges = new ArrayList<>();
    for (long second : seconds) {
      boolean follows = !ranges.isEmpty() && ranges.getLast().to() == second - 1;
      long from = follows ? ranges.removeLast().from() : second;
      ranges.add(new SecondRange(from, second));
    }
    return ranges;
  }

  @Override
  public HealthTally health(Assignment assignment) {
    return HealthTally.UNKNOWN;
  }
}
