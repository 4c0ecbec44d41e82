package ru.perfscale.benchmarks.observer;

import java.io.IOException;
import java.util.List;

/**
 * Which cores the parts of a measurement may use.
 *
 * @param cores of the machine; 0 leaves the choice to the kernel
 */
record Pinning(int cores) {
  /**
   * The scheduler divides a core between sessions before it divides it between processes. The
   * engine gives each run a session of its own, so the target and the tool alone have one, too.
   */
  static final List<String> OWN_SESSION = List.of("setsid", "--");

  static final Pinning NONE = new Pinning(0);

  static Pinning ofThisMachine() throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    if (cores < 2) {
      throw new IOException("--pin needs two cores, this machine has " + cores);
    }
    return new Pinning(cores);
  }

  /** Keeps this JVM, and what it starts from now on, off the target's core. */
  void apply() throws IOException, InterruptedException {
    if (cores == 0) {
      return;
    }
    String pid = Long.toString(ProcessHandle.current().pid());
    Process taskset =
        new ProcessBuilder("taskset", "-apc", others(), pid)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (taskset.waitFor() != 0) {
      throw new IOException("taskset failed");
    }
  }

  List<String> targetPrefix() {
    return cores == 0 ? List.of() : List.of("taskset", "-c", Integer.toString(cores - 1));
  }

  String describe() {
    return cores == 0
        ? "tool, engine and target share all cores"
        : "the target on core %d, tool and engine on %s".formatted(cores - 1, others());
  }

  private String others() {
    return cores == 2 ? "0" : "0-" + (cores - 2);
  }
}
