package ru.perfscale.benchmarks.stop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A script that tries to get away. It finds the variables {@code MARK}, which its processes have
 * among their arguments, and {@code READY}, a file that it makes once it is all there.
 */
public record Evasion(String name, String script) {
  private static final List<String> NAMES =
      List.of(
          "01-ignored-signals",
          "02-new-session",
          "03-double-fork",
          "04-empty-environment",
          "05-fork-storm",
          "06-busy-writers",
          "07-closed-descriptors",
          "08-other-name",
          "09-hopping",
          "10-stopped",
          "11-own-groups",
          "12-nohup",
          "13-log-flood",
          "14-fork-on-signal",
          "15-exec-loop",
          "16-files-for-ever",
          "17-deleted-directory",
          "18-low-priority",
          "19-own-namespaces",
          "20-zombie-parents");

  /** All of them. */
  public static Stream<Evasion> all() {
    return NAMES.stream().map(Evasion::read);
  }

  private static Evasion read(String name) {
    try (InputStream script = Evasion.class.getResourceAsStream(name + ".sh")) {
      return new Evasion(name, new String(script.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read the script " + name, e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
