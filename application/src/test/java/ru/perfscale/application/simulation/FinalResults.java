package ru.perfscale.application.simulation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskStatus;

/** Compares what is stored in the end with what the agents recorded and delivered. */
final class FinalResults {
  private final World world;
  private final Map<AssignmentId, Spool> recorded;

  FinalResults(World world, Map<AssignmentId, Spool> recorded) {
    this.world = world;
    this.recorded = recorded;
  }

  Optional<Violation> check(Task task, List<Assignment> shares) {
    long requests = 0;
    for (Assignment share : shares) {
      Optional<Violation> wrong = check(share);
      if (wrong.isPresent()) {
        return wrong;
      }
      requests += world.store().frames().requests(share.id());
    }
    if (task.findings().figures().totalRequests() != requests) {
      return violation(
          "%s shows %d requests of %d",
          world.name(task.id()), task.findings().figures().totalRequests(), requests);
    }
    boolean whole =
        shares.stream()
                .filter(share -> share.status() != AssignmentStatus.REVOKED)
                .allMatch(share -> share.status() == AssignmentStatus.FINISHED)
            && task.findings().coverage().orElse(0) == 1;
    return task.status() == TaskStatus.PASSED && !whole
        ? violation("%s passed without all of its results", world.name(task.id()))
        : Optional.empty();
  }

  private Optional<Violation> check(Assignment share) {
    String name = world.name(share.id());
    List<Frame> stored = world.store().frames().frames(share.id());
    List<Frame> sent =
        Optional.ofNullable(recorded.get(share.id())).map(Spool::all).orElse(List.of());
    if (stored.size() > sent.size() || !stored.equals(sent.subList(0, stored.size()))) {
      return violation("%s: the stored frames are not those that were sent", name);
    }
    Map<Series, Interval> sums = new LinkedHashMap<>();
    stored.stream().flatMap(f -> f.intervals().stream()).forEach(i -> Snapshot.add(sums, i));
    boolean all = share.status() == AssignmentStatus.FINISHED;
    if (all && !areEqual(recorded.get(share.id()).measured(), List.copyOf(sums.values()))) {
      return violation("%s finished without all that was measured", name);
    }
    return Optional.empty();
  }

  private static boolean areEqual(Map<Series, Interval> some, List<Interval> others) {
    return some.size() == others.size()
        && others.stream()
            .allMatch(
                other ->
                    some.containsKey(other.series())
                        && some.get(other.series()).tally().equals(other.tally())
                        && Arrays.equals(some.get(other.series()).histogram(), other.histogram()));
  }

  private static Optional<Violation> violation(String format, Object... arguments) {
    return Optional.of(new Violation(format, arguments));
  }
}
