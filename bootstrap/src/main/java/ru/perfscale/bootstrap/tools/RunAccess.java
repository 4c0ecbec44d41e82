package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * What the user that runs execute as can reach. When we are root that is a stranger, so only what
 * is open to everyone counts; otherwise it is ourselves.
 */
record RunAccess(boolean stranger) {
  static RunAccess ofThisProcess() {
    return new RunAccess("root".equals(System.getProperty("user.name")));
  }

  /**
   * The first directory on the way to a file, or the file itself, that cannot be entered or read.
   */
  Optional<Path> obstacle(Path file) throws IOException {
    if (!stranger) {
      return Files.isReadable(file) ? Optional.empty() : Optional.of(file);
    }
    Path real = file.toRealPath();
    for (int names = 0; names <= real.getNameCount(); names++) {
      Path step = names == 0 ? real.getRoot() : real.getRoot().resolve(real.subpath(0, names));
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(step);
      PosixFilePermission needed =
          Files.isDirectory(step)
              ? PosixFilePermission.OTHERS_EXECUTE
              : PosixFilePermission.OTHERS_READ;
      if (!permissions.contains(needed)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }

  /**
   * @throws InstallFailed if a run could not reach the file, saying how to mend it
   */
  void require(Path file) throws IOException {
    Optional<Path> obstacle = obstacle(file);
    if (obstacle.isPresent()) {
      throw new InstallFailed(
          file
              + " cannot be used by runs: "
              + obstacle.get()
              + " is closed to other users, and runs execute as one when we are root; set PERFSCALE_CACHE_DIR to a"
              + " directory that everyone can enter");
    }
  }
}
