package ru.perfscale.runner.engine.internal.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.HealthSummary;
import ru.perfscale.runner.engine.RunListener;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.internal.health.HealthProbe;
import ru.perfscale.runner.engine.internal.sample.Collector;

/** Closes each second 300 ms after its end and tells the listener, whether samples come or not. */
final class SecondTicker {
  private static final Logger LOG = LoggerFactory.getLogger(SecondTicker.class);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long CLOSING_DELAY = TimeUnit.MILLISECONDS.toNanos(300);

  private final Collector collector;
  private final RunClock clock;
  private final RunListener listener;
  private final HealthProbe health;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread thread;
  private boolean complained;

  private SecondTicker(
      String name, Collector collector, RunClock clock, RunListener listener, HealthProbe health) {
    this.collector = collector;
    this.clock = clock;
    this.listener = listener;
    this.health = health;
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::tick);
  }

  static SecondTicker start(
      String name, Collector collector, RunClock clock, RunListener listener, HealthProbe health) {
    SecondTicker ticker = new SecondTicker(name, collector, clock, listener, health);
    ticker.thread.start();
    return ticker;
  }

  private void tick() {
    try {
      while (!finished.await(untilNextClose(), TimeUnit.NANOSECONDS)) {
        closeSecond();
      }
    } catch (InterruptedException e) {
      LOG.warn("Interrupted: the seconds of a run are told at its end only");
      awaitFinish();
    }
    closeRest();
  }

  private void awaitFinish() {
    boolean over = false;
    while (!over) {
      try {
        finished.await();
        over = true;
      } catch (InterruptedException e) {
        LOG.debug("Interrupted again", e);
      }
    }
  }

  private long untilNextClose() {
    long end = (collector.firstOpenSecond() + 1) * SECOND + CLOSING_DELAY;
    return end - clock.elapsedNanos();
  }

  private void closeSecond() {
    Duration stall = Duration.ofNanos(Math.max(0, -untilNextClose()));
    SecondSnapshot second = collector.closeSecond();
    try {
      listener.onSecond(second.with(health.read(stall)));
    } catch (RuntimeException | LinkageError e) {
      if (!complained) {
        complained = true;
        LOG.error("A run's listener failed; later failures of it are not logged", e);
      }
    }
  }

  /** Tells every second up to now; afterwards no sample is left untold. */
  void finish() throws InterruptedException {
    finished.countDown();
    thread.join();
  }

  private void closeRest() {
    long current = clock.elapsedNanos() / SECOND;
    while (collector.firstOpenSecond() <= current || collector.hasOpenSeconds()) {
      closeSecond();
    }
  }

  /** The worst seconds; whole after {@link #finish}. */
  Optional<HealthSummary> worst() {
    return health.worst();
  }
}
