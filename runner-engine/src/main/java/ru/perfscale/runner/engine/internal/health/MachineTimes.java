package ru.perfscale.runner.engine.internal.health;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The machine as a whole.
 *
 * @param busy what all processors did, in ticks since its start
 * @param steal what they were not given
 * @param total both, and what they were idle
 * @param runQueue threads that run or want to
 * @param availableBytes of memory
 */
record MachineTimes(long busy, long steal, long total, int runQueue, long availableBytes) {
  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;
  private static final int STEAL = 7;

  static MachineTimes read() throws IOException {
    return parse(lines("/proc/stat"), lines("/proc/meminfo"));
  }

  private static List<String> lines(String file) throws IOException {
    return Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1);
  }

  static MachineTimes parse(List<String> stat, List<String> memory) throws IOException {
    String[] times = value(stat, "cpu ").split("\\s+");
    long busy = 0;
    long total = 0;
    // What guests use is also part of user and nice, and comes behind steal.
    for (int field = 0; field <= STEAL; field++) {
      long ticks = Long.parseLong(times[field]);
      total += ticks;
      busy += field == IDLE || field == IO_WAIT || field == STEAL ? 0 : ticks;
    }
    return new MachineTimes(
        busy,
        Long.parseLong(times[STEAL]),
        total,
        Integer.parseInt(value(stat, "procs_running")),
        Long.parseLong(value(memory, "MemAvailable:").split(" ")[0]) * 1_024);
  }

  private static String value(List<String> lines, String name) throws IOException {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow(() -> new IOException("/proc has no '" + name.strip() + "'"));
  }
}
