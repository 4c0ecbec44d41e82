package ru.perfscale.runner.engine.internal.run;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.internal.process.RunDirectory;
import ru.perfscale.runner.engine.tool.LoadTool;

/** What a started run is made of. */
record RunParts(
    Job job,
    RunClock clock,
    RunDirectory directory,
    RunProcess process,
    RunStreams streams,
    ScriptCriteria criteria,
    SecondTicker ticker,
    DiskWatch disk) {
  private static final Logger LOG = LoggerFactory.getLogger(RunParts.class);

  String id() {
    return job.id();
  }

  RunSpec spec() {
    return job.spec();
  }

  LoadTool tool() {
    return job.tool();
  }

  /** Asks once, in the way the tool understands. */
  void askToolToStop() {
    switch (tool().gracefulStop()) {
      case INTERRUPT -> process.signal("INT");
      case TERMINATE -> process.signal("TERM");
      case TERMINATE_GROUP -> process.signalGroup("TERM");
      case STOP_LINE -> streams.writeLine("stop");
    }
  }

  /** Reads and tells everything that is still on its way; call it when no process is left. */
  void finish() throws IOException, InterruptedException {
    disk.finish();
    try {
      streams.finish();
    } finally {
      ticker.finish();
    }
  }

  void deleteDirectory() {
    try {
      directory.delete();
    } catch (IOException e) {
      LOG.warn("Cannot delete the directory of run {}: {}", id(), directory.path(), e);
    }
  }
}
