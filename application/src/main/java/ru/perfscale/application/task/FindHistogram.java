package ru.perfscale.application.task;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.Refusal.NotFound;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Role;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.Interval;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;
import ru.perfscale.domain.task.TaskRef;

/**
 * The requests of a task, or of one machine, one label or some seconds of it, in one histogram: by
 * the same rules as the six figures.
 */
public final class FindHistogram {
  private final TaskRepository tasks;
  private final FrameRepository frames;
  private final Histograms histograms;

  /**
   * What is asked for.
   *
   * @param machine empty for all machines together
   * @param label empty for all labels together
   * @param from the first second, from the task's start; empty for the first of all
   * @param to the second behind the last one; empty for the end
   */
  public record Selection(
      Optional<MachineId> machine, Optional<String> label, OptionalLong from, OptionalLong to) {
    public Selection {
      requireNonNull(machine);
      requireNonNull(label);
      if (from.orElse(0) >= to.orElse(Long.MAX_VALUE)) {
        throw new Invalid(
            "to", "%d s must be above from, which is %d s".formatted(to.orElse(0), from.orElse(0)));
      }
    }

    boolean isWindow() {
      return from.isPresent() || to.isPresent();
    }

    private boolean has(Series series) {
      return label.isEmpty() || label.get().equals(series.label());
    }

    private boolean has(Assignment source) {
      return machine.isEmpty() || machine.equals(source.machine());
    }
  }

  public FindHistogram(TaskRepository tasks, FrameRepository frames, Histograms histograms) {
    this.tasks = tasks;
    this.frames = frames;
    this.histograms = histograms;
  }

  /**
   * @throws Invalid when the task knows no such machine or label
   * @throws Conflict when the seconds are no longer kept
   */
  public MergedHistogram find(Principal principal, TaskId id, Selection selection) {
    TaskRef ref = new TaskRef(principal.tenantFor(Role.VIEWER), id);
    Task task = tasks.find(ref).orElseThrow(() -> new NotFound("Task", id.value()));
    List<Assignment> sources = sources(task, selection);
    RequestSums sums = new RequestSums(histograms);
    boolean whole = true;
    for (Assignment source : sources) {
      FrameRepository.Window window = window(source, selection);
      window.intervals().forEach(sums::add);
      whole &= window.isWhole();
    }
    Optional<RequestSum> requests = sums.requests();
    if (requests.isEmpty()) {
      requireKept(task, whole);
      requireKnown(task, selection);
    }
    boolean covered = task.findings().coverage().orElse(0) == 1;
    return MergedHistogram.of(
        task, requests.orElseGet(() -> new RequestSum(histograms)), whole && covered);
  }

  private List<Assignment> sources(Task task, Selection selection) {
    List<Assignment> all = frames.sources(task.ref());
    List<Assignment> selected = all.stream().filter(selection::has).toList();
    if (selection.machine().isPresent() && selected.isEmpty()) {
      throw new Invalid(
          "machine",
          "'%s' must be a machine of the task: %s"
              .formatted(
                  selection.machine().get(),
                  all.stream().flatMap(source -> source.machine().stream()).toList()));
    }
    return selected;
  }

  private FrameRepository.Window window(Assignment source, Selection selection) {
    if (selection.isWindow()) {
      return frames.window(
          source,
          selection.label(),
          selection.from().orElse(0),
          selection.to().orElse(Long.MAX_VALUE));
    }
    List<Interval> totals =
        frames.totals(source).stream().filter(total -> selection.has(total.series())).toList();
    return new FrameRepository.Window(totals, true);
  }

  private static void requireKept(Task task, boolean whole) {
    if (!whole) {
      throw new Conflict(
          "The seconds of task "
              + task.id()
              + " are no longer kept; without from and to there is the whole task");
    }
  }

  private void requireKnown(Task task, Selection selection) {
    if (selection.label().isEmpty()) {
      return;
    }
    List<String> labels = new ArrayList<>();
    for (Interval total : frames.totals(task.ref())) {
      if (selection.has(total.series())) {
        return;
      }
      labels.add(total.series().label());
    }
    List<String> some = labels.stream().distinct().sorted().limit(20).toList();
    throw new Invalid(
        "label",
        "'%s' must be a label of the task, such as %s".formatted(selection.label().get(), some));
  }
}
