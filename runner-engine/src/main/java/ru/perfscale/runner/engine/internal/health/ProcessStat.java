package ru.perfscale.runner.engine.internal.health;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What /proc/PID/stat says.
 *
 * @param parent its process id
 * @param cpuTicks its processor time, with that of children that it has waited for
 * @param residentPages its memory
 */
record ProcessStat(int parent, long cpuTicks, long residentPages) {
  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int WAITED_SYSTEM = 14;
  private static final int RESIDENT = 21;

  /** Empty if there is no such process any more. */
  static Optional<ProcessStat> of(int process) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc", Integer.toString(process), "stat"));
      return Optional.of(parse(new String(bytes, StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The name of a process, in parentheses, may hold anything. */
  static ProcessStat parse(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = 0;
    for (int field = USER; field <= WAITED_SYSTEM; field++) {
      ticks += Long.parseLong(fields[field]);
    }
    return new ProcessStat(
        Integer.parseInt(fields[PARENT]), ticks, Long.parseLong(fields[RESIDENT]));
  }
}
