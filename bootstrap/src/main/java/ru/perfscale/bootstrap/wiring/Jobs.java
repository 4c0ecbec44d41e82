package ru.perfscale.bootstrap.wiring;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.application.StorageUnavailable;

/** What a server does again and again without being asked, on a thread of its own. */
final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private final ScheduledExecutorService thread;
  private boolean away;

  Jobs(String name) {
    thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name(name).daemon().factory());
  }

  void everySecond(Runnable... jobs) {
    every(Duration.ofSeconds(1), jobs);
  }

  /** The first time after one such pause. */
  void every(Duration pause, Runnable... jobs) {
    thread.scheduleWithFixedDelay(
        () -> run(jobs), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Once, soon; not any more when this is closed. */
  void soon(Runnable job) {
    try {
      thread.execute(() -> run(job));
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed");
    }
  }

  private void run(Runnable... jobs) {
    boolean reached = true;
    for (Runnable job : jobs) {
      // One that fails every time must not keep the others from running.
      reached &= reachesDatabase(job);
    }
    if (away && reached) {
      LOG.info("The database is back");
    }
    away = !reached;
  }

  private boolean reachesDatabase(Runnable job) {
    try {
      job.run();
    } catch (StorageUnavailable e) {
      if (!away) {
        LOG.warn("{}; trying again until it is", e.getMessage());
      }
      away = true;
      return false;
    } catch (RuntimeException e) {
      LOG.error("A job failed; it is tried again", e);
    }
    return true;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
