package ru.perfscale.agent.protocol;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.runner.engine.Share;

/**
 * What to run: the answer to an accepted offer.
 *
 * @param task the task's id, for messages
 * @param users empty leaves it to the script
 * @param duration empty leaves it to the script
 * @param contactLimit the run is over when the control plane was not reached for this long
 * @param share which part of the load it is; all of it starts at once, a part on the word to start
 */
public record WorkOrder(
    String task,
    String tool,
    String script,
    OptionalInt users,
    Optional<Duration> duration,
    Map<String, String> environment,
    Duration timeLimit,
    Duration contactLimit,
    Share share) {
  public WorkOrder {
    environment = Map.copyOf(environment);
  }

  /** Without the script and the values of the environment, which may be secret. */
  @Override
  public String toString() {
    return "WorkOrder[task=%s, tool=%s, timeLimit=%s, contactLimit=%s, share=%s]"
        .formatted(task, tool, timeLimit, contactLimit, share);
  }
}
