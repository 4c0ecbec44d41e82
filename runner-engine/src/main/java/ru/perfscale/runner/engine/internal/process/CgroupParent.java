package ru.perfscale.runner.engine.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.StartFailed;

/** Finds the cgroup below which runs may have theirs: the JVM's own, wherever it is mounted. */
final class CgroupParent {
  private static final Logger LOG = LoggerFactory.getLogger(CgroupParent.class);
  private static final String KEY = "0::";

  private CgroupParent() {}

  /** Empty where there is no cgroup of version 2 that this user may divide. */
  static Optional<Path> find() {
    try {
      return find(
              Files.readAllLines(Path.of("/proc/self/mountinfo")),
              Files.readAllLines(Path.of("/proc/self/cgroup")))
          .filter(CgroupParent::works);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Where the JVM's own cgroup is mounted.
   *
   * @param mounts lines of /proc/self/mountinfo
   * @param own lines of /proc/self/cgroup
   */
  static Optional<Path> find(List<String> mounts, List<String> own) {
    Optional<String> path =
        own.stream()
            .filter(line -> line.startsWith(KEY))
            .map(line -> line.substring(KEY.length()))
            .findFirst();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    return mounts.stream().flatMap(line -> mounted(line, path.get())).findFirst();
  }

  private static Stream<Path> mounted(String mount, String own) {
    // ID PARENT DEVICE ROOT POINT OPTIONS … - TYPE SOURCE OPTIONS
    int dash = mount.indexOf(" - ");
    if (dash < 0 || !mount.startsWith("cgroup2 ", dash + 3)) {
      return Stream.empty();
    }
    String[] fields = mount.split(" ");
    Path root = Path.of(unescape(fields[3]));
    Path point = Path.of(unescape(fields[4]));
    Path wanted = Path.of(own);
    // A container sees its own part alone, and may know it by another name.
    return Stream.of(wanted.startsWith(root) ? point.resolve(root.relativize(wanted)) : point);
  }

  /** Mount tables have space, tab, line feed and backslash as octal numbers. */
  private static String unescape(String field) {
    return field
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  private static boolean works(Path parent) {
    try {
      Cgroup trial = Cgroup.create(parent, "trial-" + UUID.randomUUID());
      try {
        Command entered =
            Command.run(
                List.of("bash", "-c", "echo 0 >\"$0/cgroup.procs\"", trial.path().toString()));
        return entered.exitCode() == 0 && trial.canKill() && trial.cpuNanos() > 0;
      } finally {
        trial.remove();
      }
    } catch (IOException | StartFailed e) {
      LOG.debug("Runs get no cgroup below {}", parent, e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
