package ru.perfscale.runner.engine.internal.run;

import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.tool.LoadTool;

/** What is to be run. */
record Job(String id, LoadTool tool, RunSpec spec) {
  /** NAME=value that all processes of the run have in their environment. */
  String mark() {
    return "PERFSCALE_RUN=" + id;
  }

  /** How the names of the run's threads begin. */
  String threadName() {
    return "perfscale-" + id.substring(0, 8);
  }
}
