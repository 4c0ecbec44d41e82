package ru.perfscale.domain.machine;

import java.util.Set;
import ru.perfscale.domain.loadtest.Tool;

/**
 * One life of an agent, from its start to its end.
 *
 * @param id made anew at each start, 1–64 characters
 * @param installed the tools that it can run at once
 * @param installable the tools that it can install first
 */
public record AgentBoot(String id, Set<Tool> installed, Set<Tool> installable) {
  public AgentBoot {
    if (id.isBlank() || id.length() > 64) {
      throw new IllegalArgumentException("must be text of 1 to 64 characters");
    }
    installed = Set.copyOf(installed);
    installable = Set.copyOf(installable);
  }
}
