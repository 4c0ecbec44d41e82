package ru.perfscale.bootstrap.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import ru.perfscale.bootstrap.settings.Settings;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.bootstrap.tools.ToolPacks;
import ru.perfscale.bootstrap.tools.ToolState;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Which load tools this machine has, and installing one. */
@Command(
    name = "tools",
    description = "List, install, export or import the load tools of this machine.",
    synopsisSubcommandLabel = "(list | install | export | import)")
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

  @Command(name = "install", description = "Install tools into the cache directory.")
  int install(
      @Parameters(
              paramLabel = "TOOL",
              arity = "1..*",
              description = "k6, k6-output, jmeter, gatling, locust or artillery")
          List<String> names) {
    MachineTools tools = tools();
    for (String tool : names) {
      ToolInstallation installed = tools.install(tool, step -> out().println(step));
      out().printf("%s %s is at %s%n", installed.tool(), installed.version(), installed.home());
    }
    return 0;
  }

  @Command(
      name = "export",
      description = {
        "Pack installed tools into one file, for machines that cannot fetch them.",
        "Each file in it has its SHA-256 in the pack's manifest."
      },
      footerHeading = "%nExample:%n",
      footer = {"  perfscale tools install jmeter gatling", "  perfscale tools export tools.zip"})
  int export(
      @Parameters(index = "0", paramLabel = "FILE", description = "The pack, a zip file.")
          Path file,
      @Parameters(
              index = "1..*",
              arity = "0..*",
              paramLabel = "TOOL",
              description = "What to pack (default: all that is in the cache).")
          List<String> names) {
    String digest =
        packs().export(file, names == null ? List.of() : names, step -> out().println(step));
    out().printf("%s%nSHA-256 %s%n", file, digest);
    return 0;
  }

  @Command(
      name = "import",
      description = {
        "Install the tools of a pack that tools export made, all verified first.",
        "Whoever made the pack is trusted: compare its SHA-256 with the one that was shown there."
      })
  int importPack(@Parameters(paramLabel = "FILE", description = "The pack.") Path file) {
    String digest = packs().importFrom(file, step -> out().println(step));
    out().printf("%s%nSHA-256 %s%n", file, digest);
    return 0;
  }

  private ToolPacks packs() {
    Settings settings = parent.settings("WARN");
    return ToolPacks.of(new Configuration(settings).directories().cache());
  }

  private MachineTools tools() {
    Settings settings = parent.settings("WARN");
    return new Configuration(settings).tools(parent.offline());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
