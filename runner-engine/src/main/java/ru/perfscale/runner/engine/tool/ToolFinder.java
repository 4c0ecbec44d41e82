package ru.perfscale.runner.engine.tool;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import ru.perfscale.runner.engine.ToolMissing;

/**
 * Knows where tools are installed. Called by the thread that starts a run, by several at once when
 * several start; may take its time.
 *
 * <pre>{@code
 * ToolFinder tools = ToolFinder.of(new ToolInstallation("k6", "2.2.0", Path.of("/usr/bin/k6")));
 * }</pre>
 */
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

  /**
   * A finder that knows these installations and no others. Whether they are there shows when a run
   * starts.
   *
   * @param installations at most one for each tool
   * @throws IllegalArgumentException if two of them are of the same tool
   */
  static ToolFinder of(ToolInstallation... installations) {
    Map<String, ToolInstallation> known = new TreeMap<>();
    for (ToolInstallation installation : installations) {
      if (known.put(installation.tool(), installation) != null) {
        throw new IllegalArgumentException(
            "two installations of " + installation.tool() + " are given, one is needed");
      }
    }
    return tool ->
        Optional.ofNullable(known.get(tool))
            .orElseThrow(
                () ->
                    new ToolMissing(
                        tool, tool + " is not among the installations given: " + known.keySet()));
  }
}
