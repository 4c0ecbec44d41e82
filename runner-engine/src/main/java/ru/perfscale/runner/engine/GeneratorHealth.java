package ru.perfscale.runner.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How the machine that generated the load was doing in one second: whether its figures can be
 * trusted. Read from /proc; within a container, what concerns the machine is the whole machine's.
 *
 * @param toolCores processor time of the tool's processes in that second, in cores: 1.5 is one and
 *     a half of them. Without a cgroup, of the processes that descend from the run's supervisor
 * @param machineCpu share of all processors that did anything, 0 … 1
 * @param steal share of all processors that the hypervisor gave to others, 0 … 1
 * @param toolMemoryBytes resident memory of the tool's processes; pages that several of them share
 *     count for each
 * @param availableMemoryBytes what programs could still have without swapping
 * @param runQueue threads that were running or waiting for a processor at the moment of reading
 * @param stall how much later than due the engine's own thread ran: a pause of this JVM, or a
 *     machine that did not let it
 * @param backlogBytes the most that one read found waiting in the pipe of samples. A pipe holds 64
 *     KiB; when it is full, the tool has to wait
 */
public record GeneratorHealth(
    double toolCores,
    double machineCpu,
    double steal,
    long toolMemoryBytes,
    long availableMemoryBytes,
    int runQueue,
    Duration stall,
    long backlogBytes) {
  public GeneratorHealth {
    requireNonNull(stall, "stall");
  }
}
