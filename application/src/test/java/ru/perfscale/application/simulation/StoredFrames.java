package ru.perfscale.application.simulation;

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

/** Frames in the simulated database; whatever is asked of them is added up when it is asked. */
final class StoredFrames implements FrameRepository {
  private final Database database;
  private final Table<AssignmentId, Assignment> assignments;
  private final Table<AssignmentId, Rows> frames;
  private final Table<AssignmentId, TaskRef> late;

  private record Rows(List<Frame> frames, long requests) {
    private static final Rows NONE = new Rows(List.of(), 0);

    private Rows plus(List<Frame> added) {
      List<Frame> all = new ArrayList<>(frames);
      all.addAll(added);
      return new Rows(all, requests + sum(added));
    }

    private static long sum(List<Frame> some) {
      long sum = 0;
      for (Frame frame : some) {
        for (Interval interval : frame.intervals()) {
          sum += interval.tally().count();
        }
      }
      return sum;
    }
  }

  StoredFrames(Database database, StoredAssignments assignments) {
    this.database = database;
    this.assignments = assignments.table();
    this.frames = database.table("frame");
    this.late = database.table("late_frames");
  }

  /** Every frame stored of an assignment, in the order of storing. */
  List<Frame> frames(AssignmentId assignment) {
    return rows(assignment).frames();
  }

  private Rows rows(AssignmentId assignment) {
    return frames.find(assignment).orElse(Rows.NONE);
  }

  /** Whether no task lacks late frames in its figures. */
  boolean areFigured() {
    return late.all().isEmpty();
  }

  /** How many requests are stored of an assignment. */
  long requests(AssignmentId assignment) {
    return rows(assignment).requests();
  }

  @Override
  public Optional<Assignment> lock(TenantId tenant, AssignmentId id) {
    return database.statement(
        () -> {
          if (assignments.find(id).filter(a -> a.task().tenant().equals(tenant)).isEmpty()) {
            return Optional.empty();
          }
          assignments.lock(id);
          return assignments.find(id);
        });
  }

  @Override
  public Assignment append(Assignment assignment, List<Frame> added) {
    return database.statement(
        () -> {
          frames.put(assignment.id(), rows(assignment.id()).plus(added));
          Assignment stored = assignments.find(assignment.id()).orElseThrow();
          assignments.put(assignment.id(), stored.acknowledged(added.getLast().seq()));
          if (assignment.status() != AssignmentStatus.RUNNING) {
            late.put(assignment.id(), assignment.task());
          }
          return assignment.acknowledged(added.getLast().seq());
        });
  }

  /** One statement of the real database: nothing comes between its look and its write. */
  @Override
  public Optional<Assignment> appendNext(Assignment known, Frame frame) {
    return database.call(
        () ->
            lock(known.task().tenant(), known.id())
                .filter(known::equals)
                .map(now -> append(now, List.of(frame))));
  }

  @Override
  public List<Assignment> sources(TaskRef task) {
    return database.statement(
        () -> assignments.all().stream().filter(a -> a.task().equals(task)).toList());
  }

  @Override
  public List<Interval> since(Assignment assignment, long seq) {
    return database.statement(
        () ->
            frames(assignment.id()).stream()
                .filter(frame -> frame.seq() > seq && frame.seq() <= assignment.ackedSeq())
                .flatMap(frame -> frame.intervals().stream())
                .toList());
  }

  @Override
  public List<Interval> totals(Assignment assignment) {
    return database.statement(() -> sums(Stream.of(assignment.id())));
  }

  @Override
  public List<Interval> totals(TaskRef task) {
    return database.statement(
        () ->
            assignments.all().stream()
                .filter(a -> a.task().equals(task))
                .flatMap(a -> sums(Stream.of(a.id())).stream())
                .toList());
  }

  private List<Interval> sums(Stream<AssignmentId> of) {
    Map<Series, Interval> sums = new LinkedHashMap<>();
    of.flatMap(id -> frames(id).stream())
        .flatMap(frame -> frame.intervals().stream())
        .forEach(interval -> Snapshot.add(sums, interval));
    return List.copyOf(sums.values());
  }

  @Override
  public List<TaskRef> unfigured(int most) {
    return database.statement(() -> late.all().stream().distinct().limit(most).toList());
  }

  @Override
  public List<AssignmentId> unfigured(TaskRef task) {
    return database.statement(
        () ->
            assignments.all().stream()
                .map(Assignment::id)
                .filter(id -> late.find(id).filter(task::equals).isPresent())
                .toList());
  }

  @Override
  public void figured(TaskRef task) {
    database.statement(
        () -> {
          unfigured(task).forEach(late::remove);
          return true;
        });
  }

  @Override
  public Window window(Assignment assignment, Optional<String> label, long from, long to) {
    throw new AssertionError("Nobody looks at a chart here");
  }
}
