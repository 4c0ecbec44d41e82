package ru.perfscale.runner.engine.internal.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs have left in a work directory whose JVM and supervisor both ended before they could
 * tidy up: directories, perhaps with secrets of an environment that nobody read, cgroups,
 * processes.
 */
public final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final Pattern RUN_ID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final int SEARCHES = 300;

  private Leftovers() {}

  /**
   * Removes them. What cannot be removed is logged and stays; runs of living JVMs are left alone.
   */
  public static void remove(Path workDirectory, Isolation isolation) throws InterruptedException {
    if (!Files.isDirectory(workDirectory)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(workDirectory)) {
      for (Path entry : entries) {
        if (RUN_ID.matcher(entry.getFileName().toString()).matches()) {
          removeRun(entry, isolation);
        }
      }
    } catch (IOException e) {
      LOG.warn("Cannot look for leftovers of earlier runs in {}", workDirectory, e);
    }
  }

  private static void removeRun(Path directory, Isolation isolation) throws InterruptedException {
    try {
      Optional<DirectoryLock> lock = DirectoryLock.left(directory);
      if (lock.isPresent()) {
        String id = directory.getFileName().toString();
        endProcesses(id, isolation);
        RunDirectory.delete(directory, lock.get());
        LOG.info("Removed what run {} of an engine that is no more had left", id);
      }
    } catch (IOException e) {
      LOG.warn("Cannot remove what an earlier run has left in {}", directory, e);
    }
  }

  private static void endProcesses(String id, Isolation isolation)
      throws IOException, InterruptedException {
    ProcessSearch search = new ProcessSearch(Optional.empty(), 0, "PERFSCALE_RUN=" + id);
    List<Integer> left = search.find();
    for (int i = 0; i < SEARCHES && !left.isEmpty(); i++) {
      left.forEach(each -> ProcessHandle.of(each).ifPresent(ProcessHandle::destroyForcibly));
      TimeUnit.MILLISECONDS.sleep(10);
      left = search.find();
    }
    if (isolation.cgroups().isPresent()) {
      Cgroup cgroup = Cgroup.of(isolation.cgroups().get(), id);
      cgroup.kill();
      cgroup.remove();
    }
  }
}
