package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * What the user that runs execute as can reach. When we are root that is a stranger, so only what
 * is open to everyone counts; otherwise it is ourselves.
 */
record RunAccess(boolean stranger) {
  static RunAccess ofThisProcess() {
    try {
      return new RunAccess(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0));
    } catch (IOException e) {
      throw new UncheckedIOException("/proc/self cannot be read; runs need Linux with /proc", e);
    }
  }

  /**
   * Why runs cannot reach a file or directory: the first closed step on the way to it. Of a path
   * that does not exist yet, the part that does is judged.
   */
  Optional<String> complaint(Path path) throws IOException {
    Path existing = path.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!stranger) {
      return Files.isReadable(existing)
          ? Optional.empty()
          : Optional.of(existing + " is closed to us");
    }
    Path real = existing.toRealPath();
    for (int names = 0; names <= real.getNameCount(); names++) {
      Path step = names == 0 ? real.getRoot() : real.getRoot().resolve(real.subpath(0, names));
      PosixFilePermission needed =
          Files.isDirectory(step)
              ? PosixFilePermission.OTHERS_EXECUTE
              : PosixFilePermission.OTHERS_READ;
      if (!Files.getPosixFilePermissions(step).contains(needed)) {
        return Optional.of(
            step + " is closed to other users, and runs execute as one when we are root");
      }
    }
    return Optional.empty();
  }

  boolean reaches(Path path) throws IOException {
    return complaint(path).isEmpty();
  }
}
