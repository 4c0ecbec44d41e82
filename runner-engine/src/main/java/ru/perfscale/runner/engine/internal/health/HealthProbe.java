package ru.perfscale.runner.engine.internal.health;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.GeneratorHealth;
import ru.perfscale.runner.engine.HealthSummary;

/** Reads how the generator did since the last reading. */
public final class HealthProbe {
  private static final Logger LOG = LoggerFactory.getLogger(HealthProbe.class);

  /** Ticks are too coarse for less. */
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(200);

  private final ToolUsage usage;
  private final LongSupplier backlog;
  private MachineTimes machine;
  private long cpuNanos;
  private long readAt = System.nanoTime();
  private boolean complained;
  private Optional<HealthSummary> worst = Optional.empty();

  /**
   * Reads for the first time.
   *
   * @param backlog the most bytes that waited for the engine since it was last asked
   */
  public HealthProbe(ToolUsage usage, LongSupplier backlog) {
    this.usage = usage;
    this.backlog = backlog;
    try {
      machine = MachineTimes.read();
      usage.update();
      cpuNanos = usage.cpuNanos();
    } catch (IOException | RuntimeException e) {
      complain(e);
    }
  }

  /**
   * How it did since the last reading; empty after less than 200 ms, and where /proc does not tell.
   *
   * @param stall how late the reading thread was
   */
  public Optional<GeneratorHealth> read(Duration stall) {
    long now = System.nanoTime();
    if (now - readAt < SHORTEST || machine == null) {
      return Optional.empty();
    }
    try {
      MachineTimes last = machine;
      machine = MachineTimes.read();
      usage.update();
      long total = Math.max(1, machine.total() - last.total());
      GeneratorHealth health =
          new GeneratorHealth(
              Math.max(0, usage.cpuNanos() - cpuNanos) / (double) (now - readAt),
              share(machine.busy() - last.busy(), total),
              share(machine.steal() - last.steal(), total),
              usage.residentBytes(),
              machine.availableBytes(),
              machine.runQueue(),
              stall,
              backlog.getAsLong());
      cpuNanos = Math.max(cpuNanos, usage.cpuNanos());
      readAt = now;
      HealthSummary second = HealthSummary.of(health);
      worst = Optional.of(worst.map(second::and).orElse(second));
      return Optional.of(health);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // the run is over, and its cgroup gone
    } catch (IOException | RuntimeException e) {
      complain(e);
      return Optional.empty();
    }
  }

  /** Counters of a virtual machine may run backwards. */
  private static double share(long part, long total) {
    return Math.clamp(part / (double) total, 0, 1);
  }

  private void complain(Exception fault) {
    if (!complained) {
      complained = true;
      LOG.warn("The health of the generator cannot be read; later failures are not logged", fault);
    }
  }

  /** The worst so far; empty if nothing could be read. */
  public Optional<HealthSummary> worst() {
    return worst;
  }
}
