package ru.perfscale.adapters.http.memory;

import java.time.Duration;
import java.util.List;
import ru.perfscale.application.task.SecondRepository;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.HealthTally;
import ru.perfscale.domain.task.SecondRange;
import ru.perfscale.domain.task.Validity;

/** Frames come in order here, and none of them touches another's seconds. */
public record MemorySeconds(Memory memory) implements SecondRepository {
  @Override
  public List<SecondRange> stored(Assignment assignment) {
    return frames(assignment).stream()
        .map(frame -> new SecondRange(frame.second(), frame.second() + frame.span() - 1))
        .toList();
  }

  @Override
  public HealthTally health(Assignment assignment) {
    List<Frame> known =
        frames(assignment).stream().filter(frame -> frame.health().isPresent()).toList();
    long busy =
        known.stream()
            .filter(frame -> frame.health().orElseThrow().machineCpu() > Validity.BUSY)
            .count();
    HealthTally.Worst worst = new HealthTally.Worst(busy > 0 ? 1 : 0, 0, Duration.ZERO);
    long skewed = frames(assignment).stream().mapToLong(Frame::skewed).sum();
    return new HealthTally(known.size(), busy, 0, 0, 0, worst, skewed);
  }

  private List<Frame> frames(Assignment assignment) {
    return memory.frames.getOrDefault(assignment.id(), List.of());
  }
}
