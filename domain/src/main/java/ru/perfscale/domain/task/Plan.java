package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import ru.perfscale.domain.loadtest.Load;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;
import ru.perfscale.domain.loadtest.Tool;

/**
 * What a task was asked to do: a snapshot of its load test, so that later changes of the test
 * change nothing for it. The script is kept beside it, because only the agent needs that.
 *
 * @param timeLimit how long the run may take
 * @param contactLimit how long its agent may be out of contact before the task is lost, 10 s … 1 h
 * @param machines which machines it wants
 */
public record Plan(
    LoadTestId loadTest,
    Tool tool,
    Load load,
    Duration timeLimit,
    Duration contactLimit,
    Order order,
    MachineSelection machines) {
  public static final Duration DEFAULT_CONTACT_LIMIT = Duration.ofSeconds(60);

  /** Who asked for it and when. */
  public record Order(String createdBy, Instant createdAt) {}

  public Plan {
    requireNonNull(loadTest);
    requireNonNull(tool);
    requireNonNull(load);
    Load.checkDuration(timeLimit);
    if (contactLimit.compareTo(Duration.ofSeconds(10)) < 0
        || contactLimit.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("A contact limit is 10 s … 1 h, not " + contactLimit);
    }
    requireNonNull(order);
    requireNonNull(machines);
  }

  /** On one machine, whichever. */
  public Plan(
      LoadTestId loadTest,
      Tool tool,
      Load load,
      Duration timeLimit,
      Duration contactLimit,
      Order order) {
    this(loadTest, tool, load, timeLimit, contactLimit, order, MachineSelection.ONE);
  }

  public static Plan of(LoadTest test, String createdBy, Instant now) {
    return new Plan(
        test.id(),
        test.definition().tool(),
        test.definition().load(),
        test.definition().timeLimit(),
        DEFAULT_CONTACT_LIMIT,
        new Order(createdBy, now));
  }

  public Plan on(MachineSelection wanted) {
    return new Plan(loadTest, tool, load, timeLimit, contactLimit, order, wanted);
  }
}
