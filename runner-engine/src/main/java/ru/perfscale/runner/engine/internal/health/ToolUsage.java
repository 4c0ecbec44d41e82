package ru.perfscale.runner.engine.internal.health;

import java.io.IOException;

/** What the processes of a run use. */
public interface ToolUsage {
  /** Looks anew. */
  void update() throws IOException;

  /** Processor time from the start up to the last look, in nanoseconds. */
  long cpuNanos();

  /** Resident memory at the last look. */
  long residentBytes();
}
