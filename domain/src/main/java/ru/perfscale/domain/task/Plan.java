package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import ru.perfscale.domain.loadtest.DataFile;
import ru.perfscale.domain.loadtest.Limits;
import ru.perfscale.domain.loadtest.Load;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;
import ru.perfscale.domain.loadtest.Tool;

/**
 * What a task was asked to do: a snapshot of its load test, so that later changes of the test
 * change nothing for it. The script is kept beside it, because only the agent needs that.
 *
 * @param machines which machines it wants
 */
public record Plan(
    LoadTestId loadTest,
    Tool tool,
    Load load,
    Limits limits,
    List<DataFile> dataFiles,
    Order order,
    MachineSelection machines) {
  /** Who asked for it and when. */
  public record Order(String createdBy, Instant createdAt) {}

  public Plan {
    requireNonNull(loadTest);
    requireNonNull(tool);
    requireNonNull(load);
    requireNonNull(limits);
    dataFiles = List.copyOf(dataFiles);
    requireNonNull(order);
    requireNonNull(machines);
  }

  /** On one machine, whichever, without data files. */
  public Plan(LoadTestId loadTest, Tool tool, Load load, Limits limits, Order order) {
    this(loadTest, tool, load, limits, List.of(), order, MachineSelection.ONE);
  }

  public static Plan of(LoadTest test, String createdBy, Instant now) {
    return new Plan(
        test.id(),
        test.definition().tool(),
        test.definition().load(),
        test.definition().limits(),
        test.definition().dataFiles(),
        new Order(createdBy, now),
        MachineSelection.ONE);
  }

  public Plan on(MachineSelection wanted) {
    return new Plan(loadTest, tool, load, limits, dataFiles, order, wanted);
  }

  /** How long the run may take. */
  public Duration timeLimit() {
    return limits.time();
  }

  /** How long its agents may be out of contact before the task is lost. */
  public Duration contactLimit() {
    return limits.contact();
  }
}
