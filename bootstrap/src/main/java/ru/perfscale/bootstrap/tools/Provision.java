package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** How one tool is found and installed. */
interface Provision {
  String tool();

  /** An installation that can be used as it is, or made so by a copy. */
  Optional<ToolInstallation> find() throws IOException, InterruptedException;

  /** All that is known, the usable first; never empty. */
  List<ToolState> states() throws IOException, InterruptedException;

  /** What can be carried to another machine; empty where there is no such thing. */
  default Optional<Packable> packable() throws IOException {
    return Optional.empty();
  }

  boolean canInstall() throws IOException, InterruptedException;

  /** Installs into the cache, or returns what is there. */
  ToolInstallation install(Consumer<String> progress) throws IOException, InterruptedException;
}
