package ru.perfscale.adapters.http.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ru.perfscale.application.task.FrameRepository;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.TaskRef;

/** Keeps the totals; the frames themselves are nobody's business here. */
public record MemoryFrames(Memory memory) implements FrameRepository {
  @Override
  public void append(Assignment assignment, List<Frame> frames) {
    memory.faults.check();
  }

  @Override
  public List<Interval> totals(Assignment assignment) {
    return List.copyOf(memory.totals.getOrDefault(assignment.id(), Map.of()).values());
  }

  @Override
  public void saveTotals(Assignment assignment, Collection<Interval> totals) {
    totals.forEach(
        total ->
            memory
                .totals
                .computeIfAbsent(assignment.id(), id -> new LinkedHashMap<>())
                .put(total.series(), total));
  }

  @Override
  public List<Interval> totals(TaskRef task) {
    return Memory.copyOf(memory.assignments).stream()
        .filter(assignment -> assignment.task().equals(task))
        .flatMap(assignment -> totals(assignment).stream())
        .toList();
  }
}
