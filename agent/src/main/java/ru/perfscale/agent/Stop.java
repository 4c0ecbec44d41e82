package ru.perfscale.agent;

import ru.perfscale.agent.protocol.FinishReport;
import ru.perfscale.runner.engine.Run;

/**
 * Why a load must end.
 *
 * @param wanted whether the user wants it, or the agent must
 * @param reason for the user
 */
record Stop(boolean wanted, String reason) {
  static final Stop CANCEL = new Stop(true, "Cancelled before the tool was started");

  static Stop abort(String reason) {
    return new Stop(false, reason);
  }

  void applyTo(Run run) {
    if (wanted) {
      run.cancel();
    } else {
      run.abort(reason);
    }
  }

  /** What to report when the tool was not started because of it. */
  FinishReport withoutRun() {
    return FinishReport.withoutRun(
        wanted ? FinishReport.End.CANCELLED : FinishReport.End.CONTACT_LOST, reason);
  }
}
