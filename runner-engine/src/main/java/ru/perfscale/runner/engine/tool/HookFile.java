package ru.perfscale.runner.engine.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What runs inside a tool travels among our resources. */
final class HookFile {
  private static final String HOOKS = "/META-INF/perfscale/hooks/";

  private HookFile() {}

  /** Copies a hook's file, known by its path among the hooks, into a directory. */
  static Path copy(String name, Path directory) throws IOException {
    Path file = directory.resolve(name.substring(name.lastIndexOf('/') + 1));
    try (InputStream in = HookFile.class.getResourceAsStream(HOOKS + name)) {
      if (in == null) {
        throw new IOException("the resource " + HOOKS + name + " is missing from this build");
      }
      Files.copy(in, file);
    }
    return file;
  }
}
