package ru.perfscale.bootstrap.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import ru.perfscale.runner.engine.ToolMissing;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Any command: what every run of every tool needs from the operating system, and nothing else. */
final class CustomProvision implements Provision {
  private static final String TOOL = "custom";
  private static final Path SHELL = Path.of("/bin/sh");

  private final SearchPath path;

  CustomProvision(SearchPath path) {
    this.path = path;
  }

  @Override
  public String tool() {
    return TOOL;
  }

  @Override
  public Optional<ToolInstallation> find() {
    return missing().isEmpty()
        ? Optional.of(new ToolInstallation(TOOL, "", SHELL))
        : Optional.empty();
  }

  @Override
  public List<ToolState> states() {
    List<String> missing = missing();
    return List.of(
        missing.isEmpty()
            ? new ToolState.Installed(TOOL, "", SHELL)
            : new ToolState.Unavailable(
                TOOL,
                "the machine lacks " + String.join(", ", missing),
                "install bash, coreutils and util-linux"));
  }

  private List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (!Files.isExecutable(SHELL)) {
      missing.add(SHELL.toString());
    }
    for (String program : List.of("bash", "mkfifo", "setpriv", "setsid")) {
      if (path.first(program).isEmpty()) {
        missing.add(program);
      }
    }
    return missing;
  }

  @Override
  public boolean canInstall() {
    return false;
  }

  @Override
  public ToolInstallation install(Consumer<String> progress) {
    throw new ToolMissing(TOOL, "custom cannot be installed: " + states().getFirst().text());
  }
}
