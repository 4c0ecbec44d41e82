package ru.perfscale.bootstrap.wiring;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.application.StorageUnavailable;

/** What a server does every second without being asked. */
final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("perfscale-jobs").daemon().factory());
  private boolean away;

  void everySecond(Runnable... jobs) {
    thread.scheduleWithFixedDelay(() -> run(jobs), 1, 1, TimeUnit.SECONDS);
  }

  private void run(Runnable[] jobs) {
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
        LOG.warn("{}; trying again every second", e.getMessage());
      }
      away = true;
      return false;
    } catch (RuntimeException e) {
      LOG.error("A job failed; trying again in a second", e);
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
