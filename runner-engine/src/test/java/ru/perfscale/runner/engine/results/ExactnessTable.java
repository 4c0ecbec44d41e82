package ru.perfscale.runner.engine.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The greatest deviation of any percentile from the exact sort, for people who want to see more
 * than a green test: {@code runner-engine/target/exactness.md}. Thread-safe.
 */
final class ExactnessTable {
  private final Map<Distribution, Map<Replay, Double>> worst = new EnumMap<>(Distribution.class);

  synchronized void deviates(Replay format, Distribution distribution, long exact, long reported) {
    double deviation = exact == reported ? 0 : Math.abs(reported - exact) / (double) exact;
    worst
        .computeIfAbsent(distribution, each -> new EnumMap<>(Replay.class))
        .merge(format, deviation, Math::max);
  }

  synchronized void write(Path file) throws IOException {
    StringBuilder table = new StringBuilder("Greatest deviation of p50 … p100, in percent.\n\n");
    row(table, "distribution", Arrays.stream(Replay.values()).map(Replay::name));
    row(table, "---", Arrays.stream(Replay.values()).map(format -> "---"));
    worst.forEach(
        (distribution, formats) ->
            row(
                table,
                distribution.name(),
                formats.values().stream()
                    .map(each -> String.format(Locale.ROOT, "%.4f", each * 100))));
    Files.writeString(file, table);
  }

  private static void row(StringBuilder table, String first, Stream<String> rest) {
    table.append("| ").append(first).append(rest.collect(Collectors.joining(" | ", " | ", " |\n")));
  }
}
