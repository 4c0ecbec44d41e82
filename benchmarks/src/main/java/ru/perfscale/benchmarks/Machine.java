package ru.perfscale.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Names the machine that a table was measured on. */
public final class Machine {
  private Machine() {}

  /** One line: processor, cores, memory, kernel, JDK. */
  public static String describe() throws IOException {
    String processor = line("/proc/cpuinfo", "model name").orElse("unknown processor");
    long kibibytes =
        line("/proc/meminfo", "MemTotal")
            .map(text -> text.replaceAll("\\D", ""))
            .map(Long::parseLong)
            .orElse(0L);
    return "%s, %d cores, %.1f GiB, Linux %s, Java %s"
        .formatted(
            processor,
            Runtime.getRuntime().availableProcessors(),
            kibibytes / 1048576.0,
            System.getProperty("os.version"),
            Runtime.version());
  }

  private static Optional<String> line(String file, String name) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    }
  }
}
