package ru.perfscale.runner.engine.internal.run;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.StartFailed;
import ru.perfscale.runner.engine.internal.process.FileTree;

/**
 * Looks every few seconds what a run's files take and what is left of their file system. A thread
 * of its own, because a slow disk must not delay signs of life.
 */
final class DiskWatch {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
  private static final long MEGABYTE = 1_000_000;

  /** With less free space a run is stopped: others need some of it, too. */
  static final long MIN_FREE = 64 * MEGABYTE;

  private static final long PERIOD = TimeUnit.SECONDS.toNanos(2);

  /** A look may take this part of the time at most. */
  private static final int PAUSE_PER_LOOK = 50;

  private final Path directory;
  private final FileStore store;
  private final long limit;
  private final Consumer<String> onBreach;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread thread;

  private DiskWatch(String name, Path directory, long limit, Consumer<String> onBreach)
      throws IOException {
    this.directory = directory;
    this.limit = limit;
    this.onBreach = onBreach;
    store = Files.getFileStore(directory);
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::watch);
  }

  /**
   * Starts to look.
   *
   * @param name of the thread
   * @param limit in bytes
   * @param onBreach hears once, what is wrong and what to do
   * @throws StartFailed if too little is left from the start
   */
  static DiskWatch start(String name, Path directory, long limit, Consumer<String> onBreach)
      throws IOException {
    DiskWatch watch = new DiskWatch(name, directory, limit, onBreach);
    Optional<String> full = watch.lackOfSpace();
    if (full.isPresent()) {
      throw new StartFailed(full.get());
    }
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      long pause = PERIOD;
      boolean breached = false;
      while (!breached && !finished.await(pause, TimeUnit.NANOSECONDS)) {
        long begun = System.nanoTime();
        Optional<String> breach = look(() -> finished.getCount() == 0);
        breach.ifPresent(onBreach);
        breached = breach.isPresent();
        pause = Math.max(PERIOD, PAUSE_PER_LOOK * (System.nanoTime() - begun));
      }
    } catch (InterruptedException e) {
      LOG.warn("Interrupted: nobody watches the disk use of {} any more", directory);
    }
  }

  /** What is wrong now, and what to do. */
  Optional<String> breach() {
    return look(() -> false);
  }

  private Optional<String> look(BooleanSupplier enough) {
    try {
      long bytes = FileTree.bytes(directory, enough);
      return bytes > limit
          ? Optional.of(
              "The run's files take "
                  + megabytes(bytes)
                  + ", more than its disk limit of "
                  + megabytes(limit)
                  + "; let the script write less, or raise the limit")
          : lackOfSpace();
    } catch (IOException e) {
      LOG.debug("Cannot look at the disk use of {}", directory, e);
      return Optional.empty();
    }
  }

  private Optional<String> lackOfSpace() throws IOException {
    long free = store.getUsableSpace();
    return free < MIN_FREE
        ? Optional.of(
            "The file system of the work directory "
                + directory.getParent()
                + " has only "
                + megabytes(free)
                + " left, and a run needs "
                + megabytes(MIN_FREE)
                + "; free some space, or choose another work directory")
        : Optional.empty();
  }

  private static String megabytes(long bytes) {
    return bytes / MEGABYTE + " MB";
  }

  void finish() throws InterruptedException {
    finished.countDown();
    thread.join();
  }
}
