package ru.perfscale.bootstrap.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import ru.perfscale.bootstrap.settings.Settings;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.bootstrap.tools.ToolState;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Which load tools this machine has, and installing one. */
@Command(
    name = "tools",
    description = "List or install the load tools of this machine.",
    synopsisSubcommandLabel = "(list | install)")
final class ToolsCommand implements Callable<Integer> {
  @ParentCommand private PerfscaleCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return PerfscaleCommand.CANNOT;
  }

  @Command(name = "list", description = "What each tool's state is, and why.")
  int list() {
    for (ToolState state : tools().listWithExtensions()) {
      out().printf("%-10s %s%n", state.tool(), state.text());
    }
    return 0;
  }

  @Command(name = "install", description = "Install a tool into the cache directory.")
  int install(
      @Parameters(
              paramLabel = "TOOL",
              description = "k6, k6-output, jmeter, gatling, locust or artillery")
          String tool) {
    ToolInstallation installed = tools().install(tool, step -> out().println(step));
    out().printf("%s %s is at %s%n", installed.tool(), installed.version(), installed.home());
    return 0;
  }

  private MachineTools tools() {
    Settings settings = parent.settings("WARN");
    return new Configuration(settings).tools(parent.offline());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
