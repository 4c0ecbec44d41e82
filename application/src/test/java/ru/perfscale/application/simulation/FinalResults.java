package ru.perfscale.application.simulation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.AssignmentReport;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Frame;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskStatus;

/** Compares what is stored in the end with what the agents recorded and delivered. */
final class FinalResults {
  private final World world;
  private final Promises promises;
  private final Map<AssignmentId, Spool> recorded;

  FinalResults(World world, Promises promises, Map<AssignmentId, Spool> recorded) {
    this.world = world;
    this.promises = promises;
    this.recorded = recorded;
  }

  void check(Task task, List<Assignment> shares) {
    shares.forEach(this::check);
    long requests =
        shares.stream().mapToLong(share -> world.store().frames().requests(share.id())).sum();
    promises.require(
        Promise.RESULTS_EXACT,
        task.findings().figures().totalRequests() == requests,
        "%s shows %d requests of %d",
        world.name(task.id()),
        task.findings().figures().totalRequests(),
        requests);
    promises.require(
        Promise.FAULT_STOPS_ALL,
        !world.store().reports().hasFault(task.ref()) || task.status() == TaskStatus.FAILED,
        "%s is %s although a part of it failed",
        world.name(task.id()),
        task.status());
    shares.stream()
        .filter(share -> share.status() == AssignmentStatus.LOST)
        .map(share -> world.store().reports().report(share.id()))
        .forEach(this::checkCoverage);
    boolean whole =
        shares.stream()
                .filter(share -> share.status() != AssignmentStatus.REVOKED)
                .allMatch(share -> share.status() == AssignmentStatus.FINISHED)
            && task.findings().coverage().orElse(0) == 1;
    promises.require(
        Promise.PASSED_IS_WHOLE,
        task.status() != TaskStatus.PASSED || whole,
        "%s passed without all of its results",
        world.name(task.id()));
  }

  private void check(Assignment share) {
    String name = world.name(share.id());
    List<Frame> stored = world.store().frames().frames(share.id());
    List<Frame> sent =
        Optional.ofNullable(recorded.get(share.id())).map(Spool::all).orElse(List.of());
    promises.require(
        Promise.RESULTS_EXACT,
        stored.size() <= sent.size() && stored.equals(sent.subList(0, stored.size())),
        "%s: the stored frames are not those that were sent",
        name);
    Map<Series, Interval> sums = new LinkedHashMap<>();
    stored.stream().flatMap(f -> f.intervals().stream()).forEach(i -> Snapshot.add(sums, i));
    boolean all = share.status() == AssignmentStatus.FINISHED;
    promises.require(
        Promise.RESULTS_EXACT,
        !all || areEqual(recorded.get(share.id()).measured(), List.copyOf(sums.values())),
        "%s finished without all that was measured",
        name);
  }

  /** Of a lost run the seconds up to its loss count of which anything is stored. */
  private void checkCoverage(AssignmentReport report) {
    long expected = report.coverage().expectedFrames();
    long there =
        world.store().frames().frames(report.assignment()).stream()
            .mapToLong(Frame::second)
            .filter(second -> second < expected)
            .distinct()
            .count();
    promises.require(
        Promise.COVERAGE_GROWS,
        report.coverage().stored() == (expected == 0 ? 0 : (double) there / expected),
        "%s shows a coverage of %s, stored are %d of %d seconds",
        world.name(report.assignment()),
        report.coverage().stored(),
        there,
        expected);
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
}
