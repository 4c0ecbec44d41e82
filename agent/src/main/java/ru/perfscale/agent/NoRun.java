package ru.perfscale.agent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.CommonStart.Beginning;
import ru.perfscale.agent.protocol.FinishReport;
import ru.perfscale.agent.protocol.FinishReport.End;
import ru.perfscale.runner.engine.EngineException;
import ru.perfscale.runner.engine.ToolMissing;

/** The reports of accepted assignments of which no process ran. */
final class NoRun {
  private static final Logger LOG = LoggerFactory.getLogger(NoRun.class);

  private NoRun() {}

  static FinishReport toolMissing(String why) {
    return FinishReport.withoutRun(End.TOOL_MISSING, why);
  }

  static FinishReport startFailed(String why) {
    return FinishReport.withoutRun(End.START_FAILED, why);
  }

  static FinishReport missedStart(String machineName, Beginning beginning) {
    return startFailed(
        "%s missed the common start by %d s, because it or its connection stood still; run the load test again"
            .formatted(machineName, beginning.second()));
  }

  /** The engine did not start it. */
  static FinishReport of(RuntimeException failure) {
    if (failure instanceof ToolMissing) {
      return toolMissing(failure.getMessage());
    }
    if (failure instanceof EngineException || failure instanceof IllegalArgumentException) {
      return startFailed(failure.getMessage());
    }
    LOG.error("A run could not be started", failure);
    return startFailed(failure.toString());
  }
}
