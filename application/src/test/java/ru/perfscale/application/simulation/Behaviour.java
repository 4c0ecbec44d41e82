package ru.perfscale.application.simulation;

import java.time.Duration;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.task.RunReport;

/**
 * What a load test does when it runs.
 *
 * @param lasts how long, if nobody stops it
 * @param limit after which it is stopped
 * @param end how it ends by itself
 * @param starts whether the engine can start it at all
 */
record Behaviour(Tool tool, Duration lasts, Duration limit, RunReport.End end, boolean starts) {
  static Behaviour of(Chance chance, Tool tool) {
    return new Behaviour(
        tool,
        chance.between(Duration.ofSeconds(1), Duration.ofSeconds(chance.oneOf(3, 15, 60, 150))),
        chance.hits(0.1)
            ? chance.between(Duration.ofSeconds(1), Duration.ofSeconds(20))
            : Duration.ofHours(24),
        chance.hits(0.8)
            ? RunReport.End.COMPLETED
            : chance.oneOf(
                RunReport.End.CRITERION_FAILED,
                RunReport.End.SCRIPT_ERROR,
                RunReport.End.TOOL_FAILED),
        !chance.hits(0.03));
  }
}
