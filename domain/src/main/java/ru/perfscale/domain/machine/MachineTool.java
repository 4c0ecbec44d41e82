package ru.perfscale.domain.machine;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.domain.loadtest.Tool;

/**
 * A tool that a machine can run.
 *
 * @param version as its agent told, of the one that is there or that it would install
 * @param installed whether it is there already
 */
public record MachineTool(Tool tool, Optional<String> version, boolean installed) {
  public MachineTool {
    requireNonNull(tool);
    requireNonNull(version);
  }

  /** All of a machine's, in the order of {@code Tool}. */
  public static List<MachineTool> list(
      Set<Tool> installed, Set<Tool> installable, Map<Tool, String> versions) {
    return Arrays.stream(Tool.values())
        .filter(tool -> installed.contains(tool) || installable.contains(tool))
        .map(
            tool ->
                new MachineTool(
                    tool, Optional.ofNullable(versions.get(tool)), installed.contains(tool)))
        .toList();
  }
}
