package ru.perfscale.adapters.http.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import ru.perfscale.application.task.FrameRepository;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.TaskRef;

/** Keeps every frame; a sum has one of its histograms, which is all that they know here. */
public record MemoryFrames(Memory memory) implements FrameRepository {
  @Override
  public Optional<Assignment> lock(TenantId tenant, AssignmentId id) {
    memory.faults.check();
    return Optional.ofNullable(memory.assignments.get(id))
        .filter(assignment -> assignment.task().tenant().equals(tenant));
  }

  @Override
  public Assignment append(Assignment assignment, List<Frame> frames) {
    memory.faults.check();
    memory.frames.computeIfAbsent(assignment.id(), id -> new ArrayList<>()).addAll(frames);
    Assignment acknowledged = assignment.acknowledged(frames.getLast().seq());
    memory.assignments.replace(assignment.id(), acknowledged);
    if (assignment.status() != AssignmentStatus.RUNNING) {
      memory.late.put(assignment.id(), assignment.task());
    }
    return acknowledged;
  }

  @Override
  public List<Assignment> sources(TaskRef task) {
    return Memory.copyOf(memory.assignments).stream()
        .filter(assignment -> assignment.task().equals(task))
        .toList();
  }

  @Override
  public List<Interval> since(Assignment assignment, long seq) {
    return stored(assignment)
        .filter(frame -> frame.seq() > seq && frame.seq() <= assignment.ackedSeq())
        .flatMap(frame -> frame.intervals().stream())
        .toList();
  }

  @Override
  public List<Interval> totals(Assignment assignment) {
    Map<Series, Interval> totals = new LinkedHashMap<>();
    stored(assignment)
        .flatMap(frame -> frame.intervals().stream())
        .forEach(interval -> totals.merge(interval.series(), interval, MemoryFrames::sum));
    return List.copyOf(totals.values());
  }

  @Override
  public List<Interval> totals(TaskRef task) {
    return sources(task).stream().flatMap(source -> totals(source).stream()).toList();
  }

  @Override
  public List<TaskRef> unfigured(int most) {
    return Memory.copyOf(memory.late).stream().distinct().limit(most).toList();
  }

  @Override
  public List<AssignmentId> unfigured(TaskRef task) {
    return sources(task).stream().map(Assignment::id).filter(memory.late::containsKey).toList();
  }

  @Override
  public void figured(TaskRef task) {
    unfigured(task).forEach(memory.late::remove);
  }

  @Override
  public Window window(Assignment assignment, Optional<String> label, long from, long to) {
    Map<Series, Interval> sums = new LinkedHashMap<>();
    stored(assignment)
        .filter(frame -> frame.second() >= from && frame.second() < to)
        .flatMap(frame -> frame.intervals().stream())
        .filter(interval -> label.isEmpty() || label.get().equals(interval.series().label()))
        .forEach(interval -> sums.merge(interval.series(), interval, MemoryFrames::sum));
    return new Window(List.copyOf(sums.values()), !memory.secondsAreDropped);
  }

  private Stream<Frame> stored(Assignment assignment) {
    return memory.frames.getOrDefault(assignment.id(), List.of()).stream();
  }

  private static Interval sum(Interval one, Interval other) {
    return new Interval(one.series(), one.tally().plus(other.tally()), other.histogram());
  }
}
