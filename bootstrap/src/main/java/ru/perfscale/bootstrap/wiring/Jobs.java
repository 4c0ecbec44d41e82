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
    try {
      for (Runnable job : jobs) {
        job.run();
      }
      if (away) {
        LOG.info("The database is back");
      }
      away = false;
    } catch (StorageUnavailable e) {
      if (!away) {
        LOG.warn("{}; trying again every second", e.getMessage());
      }
      away = true;
    } catch (RuntimeException e) {
      LOG.error("A job failed; trying again in a second", e);
    }
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
