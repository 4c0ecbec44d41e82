package ru.perfscale.bootstrap.agent;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import ru.perfscale.agent.Toolbox;
import ru.perfscale.bootstrap.tools.InstallFailed;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.bootstrap.tools.ToolState;
import ru.perfscale.runner.engine.ToolMissing;

/** Shows the agent what this machine can run. */
final class MachineToolbox implements Toolbox {
  private final MachineTools tools;

  MachineToolbox(MachineTools tools) {
    this.tools = tools;
  }

  @Override
  public Set<String> installed() {
    return tools.list().stream()
        .filter(ToolState.Installed.class::isInstance)
        .map(ToolState::tool)
        .collect(Collectors.toSet());
  }

  @Override
  public Map<String, String> installable() {
    return tools.list().stream()
        .filter(ToolState.Installable.class::isInstance)
        .map(ToolState.Installable.class::cast)
        .collect(
            Collectors.toMap(
                ToolState.Installable::tool,
                ToolState.Installable::version,
                (first, second) -> first));
  }

  @Override
  public Map<String, String> versions() {
    return tools.list().stream()
        .filter(ToolState.Installed.class::isInstance)
        .map(ToolState.Installed.class::cast)
        .filter(installed -> !installed.version().isEmpty())
        .collect(
            Collectors.toMap(
                ToolState.Installed::tool, ToolState.Installed::version, (first, second) -> first));
  }

  @Override
  public void install(String tool, Consumer<String> progress) throws InterruptedException {
    try {
      tools.install(tool, progress);
    } catch (InstallFailed e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      throw new ToolMissing(tool, e.getMessage());
    }
  }
}
