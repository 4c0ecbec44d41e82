package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a machine that generated load was doing, in one second or in the worst of several: whether
 * what was measured there can be trusted.
 *
 * @param toolCores processor time of the tool, in cores
 * @param machineCpu share of all processors that did anything, 0 … 1
 * @param steal share of all processors that the hypervisor gave to others, 0 … 1
 * @param memory what the tool had and what was left
 * @param runQueue threads that were running or waiting for a processor
 * @param stall how much later than due the measuring thread ran
 * @param backlogBytes the most that waited in the pipe of samples, which holds 64 KiB
 */
public record GeneratorHealth(
    double toolCores,
    double machineCpu,
    double steal,
    Memory memory,
    int runQueue,
    Duration stall,
    long backlogBytes) {
  /** Bytes that the tool's processes had, and that programs could still have had. */
  public record Memory(long toolBytes, long availableBytes) {}

  public GeneratorHealth {
    requireNonNull(memory);
    requireNonNull(stall);
    if (!(toolCores >= 0 && isShare(machineCpu) && isShare(steal)) || stall.isNegative()) {
      throw new IllegalArgumentException(
          "Not a generator's health: %s cores, cpu %s, steal %s, stall %s"
              .formatted(toolCores, machineCpu, steal, stall));
    }
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }
}
