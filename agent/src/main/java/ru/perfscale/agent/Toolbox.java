package ru.perfscale.agent;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The tools of this machine. Asked by several threads, and again for each assignment: what was
 * installed meanwhile counts.
 */
public interface Toolbox {
  /** Tools that can run now, {@code custom} included where commands may be run. */
  Set<String> installed();

  /** Tools that are not installed and that {@link #install} can bring, each with its version. */
  Map<String, String> installable();

  /** The versions of the tools that can run now, where they are known. */
  default Map<String, String> versions() {
    return Map.of();
  }

  /**
   * Installs a tool, and returns when it can run. An interrupt asks to give it up soon.
   *
   * @param progress hears in a few words what is going on, such as {@code 12 of 60 MB}
   * @throws ru.perfscale.runner.engine.ToolMissing saying why it could not be installed
   * @throws InterruptedException when it was given up
   */
  void install(String tool, Consumer<String> progress) throws InterruptedException;
}
