package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The worst of all seconds of a run, each figure for itself.
 *
 * @param seconds how many were looked at
 * @param toolCores the highest {@link GeneratorHealth#toolCores()}
 * @param machineCpu the highest {@link GeneratorHealth#machineCpu()}
 * @param steal the highest {@link GeneratorHealth#steal()}
 * @param toolMemoryBytes the highest {@link GeneratorHealth#toolMemoryBytes()}
 * @param availableMemoryBytes the lowest {@link GeneratorHealth#availableMemoryBytes()}
 * @param runQueue the highest {@link GeneratorHealth#runQueue()}
 * @param stall the highest {@link GeneratorHealth#stall()}
 * @param backlogBytes the highest {@link GeneratorHealth#backlogBytes()}
 */
public record HealthSummary(
    long seconds,
    double toolCores,
    double machineCpu,
    double steal,
    long toolMemoryBytes,
    long availableMemoryBytes,
    int runQueue,
    Duration stall,
    long backlogBytes) {
  public HealthSummary {
    requireNonNull(stall, "stall");
  }

  /** That of one second. */
  public static HealthSummary of(GeneratorHealth health) {
    return new HealthSummary(
        1,
        health.toolCores(),
        health.machineCpu(),
        health.steal(),
        health.toolMemoryBytes(),
        health.availableMemoryBytes(),
        health.runQueue(),
        health.stall(),
        health.backlogBytes());
  }

  /** The worst of both; the seconds add up. */
  public HealthSummary and(HealthSummary other) {
    return new HealthSummary(
        seconds + other.seconds,
        Math.max(toolCores, other.toolCores),
        Math.max(machineCpu, other.machineCpu),
        Math.max(steal, other.steal),
        Math.max(toolMemoryBytes, other.toolMemoryBytes),
        Math.min(availableMemoryBytes, other.availableMemoryBytes),
        Math.max(runQueue, other.runQueue),
        stall.compareTo(other.stall) > 0 ? stall : other.stall,
        Math.max(backlogBytes, other.backlogBytes));
  }
}
