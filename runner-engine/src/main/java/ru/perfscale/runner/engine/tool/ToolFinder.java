package ru.perfscale.runner.engine.tool;

import ru.perfscale.runner.engine.ToolMissing;

/** Knows where tools are installed. Called by the thread that starts a run; may take its time. */
@FunctionalInterface
public interface ToolFinder {
  /**
   * Finds an installation in a version the tool's driver can work with. Never asked for {@code
   * custom}.
   *
   * @param tool the tool's name, such as {@code k6}
   * @throws ToolMissing saying what is missing and what to do
   */
  ToolInstallation find(String tool);
}
