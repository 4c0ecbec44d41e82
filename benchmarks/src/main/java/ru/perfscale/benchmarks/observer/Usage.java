package ru.perfscale.benchmarks.observer;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the processes of a measurement have used so far.
 *
 * @param count the target's count and clock
 * @param toolMicros CPU time of everything this JVM has started, but the target
 * @param engineMicros CPU time of this JVM, in which the engine is
 * @param targetMicros CPU time of the target
 * @param machineTicks CPU time of the whole machine, idle time included
 * @param stolenTicks what other machines on the same host took of it
 */
record Usage(
    TargetProcess.Count count,
    long toolMicros,
    long engineMicros,
    long targetMicros,
    long machineTicks,
    long stolenTicks) {
  /** The clock ticks of /proc: 100 a second on every Linux that Java runs on. */
  private static final long MICROS_PER_TICK = 10_000;

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  static Usage now(TargetProcess target) throws IOException {
    long tool;
    try (Stream<ProcessHandle> started = ProcessHandle.current().descendants()) {
      tool =
          started
              .filter(process -> process.pid() != target.pid())
              .mapToLong(process -> micros(process.pid()))
              .sum();
    }
    String[] machine = Files.readString(Path.of("/proc/stat")).split("\n", 2)[0].split(" +");
    long ticks = 0;
    for (int field = 1; field <= 8; field++) {
      ticks += Long.parseLong(machine[field]);
    }
    return new Usage(
        target.count(),
        tool,
        SYSTEM.getProcessCpuTime() / 1_000,
        micros(target.pid()),
        ticks,
        Long.parseLong(machine[8]));
  }

  /** User and system time, with that of children that are gone. */
  private static long micros(long pid) {
    try {
      String text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      for (int field = 11; field <= 14; field++) {
        ticks += Long.parseLong(fields[field]);
      }
      return ticks * MICROS_PER_TICK;
    } catch (IOException e) {
      return 0; // Gone meanwhile; its parent has its time.
    }
  }
}
