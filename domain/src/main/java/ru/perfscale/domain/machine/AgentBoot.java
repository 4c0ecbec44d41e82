package ru.perfscale.domain.machine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.domain.loadtest.Tool;

/**
 * One life of an agent, from its start to its end.
 *
 * @param id made anew at each start, 1–64 characters
 * @param installed the tools that it can run at once
 * @param installable the tools that it can install first
 */
public record AgentBoot(String id, Set<Tool> installed, Set<Tool> installable, Details details) {
  private static final int LONGEST_VERSION = 64;

  /**
   * What else an agent tells when it begins.
   *
   * @param version of the agent's program
   * @param toolVersions where it knows them, at most 64 characters each
   * @param replaces earlier lives that are over for certain, as the agent knows
   */
  public record Details(
      Optional<String> version, Map<Tool, String> toolVersions, Set<String> replaces) {
    public static final Details NONE = new Details(Optional.empty(), Map.of(), Set.of());

    public Details {
      version.ifPresent(AgentBoot::checkVersion);
      toolVersions.values().forEach(AgentBoot::checkVersion);
      toolVersions = Map.copyOf(toolVersions);
      replaces = Set.copyOf(replaces);
    }
  }

  public AgentBoot {
    checkId(id);
    installed = Set.copyOf(installed);
    installable = Set.copyOf(installable);
    requireNonNull(details);
  }

  public AgentBoot(String id, Set<Tool> installed, Set<Tool> installable) {
    this(id, installed, installable, Details.NONE);
  }

  /** What the machine can run. */
  public List<MachineTool> tools() {
    return MachineTool.list(installed, installable, details.toolVersions());
  }

  public static String checkId(String id) {
    if (id.isBlank() || id.length() > 64) {
      throw new IllegalArgumentException("must be text of 1 to 64 characters");
    }
    return id;
  }

  public static String checkVersion(String version) {
    if (version.length() > LONGEST_VERSION || version.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "must be text of at most " + LONGEST_VERSION + " characters");
    }
    return version;
  }
}
