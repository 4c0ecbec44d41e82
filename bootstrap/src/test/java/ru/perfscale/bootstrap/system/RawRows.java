package ru.perfscale.bootstrap.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.opentest4j.TestAbortedException;

/** The rows that a tool wrote for itself, beside what the product took from it. */
record RawRows(List<Row> rows) {
  /** Times in milliseconds; the start as Unix time. */
  private record Row(double start, double duration, boolean error) {}

  /**
   * Puts a k6 in front of the real one that also writes its rows to {@code k6.csv}. Without k6
   * there is none.
   *
   * @param rows a directory that everybody may write to
   */
  static Program.Command recordingK6(Program.Command command, Path programs, Path rows) {
    try {
      PassableDirectory.program(
          programs.resolve("k6"),
          """
          #!/bin/sh
          if [ "$1" = run ]; then
            shift
            exec %1$s run --out csv=%2$s "$@"
          fi
          exec %1$s "$@"
          """
              .formatted(K6OnThisMachine.required(), rows.resolve("k6.csv")));
    } catch (TestAbortedException e) {
      return command;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return command.with("PATH", programs + ":" + System.getenv("PATH"));
  }

  /** Its samples are stamped with their end, in microseconds. */
  static RawRows ofK6(Path file) throws IOException {
    return of(
        file,
        row -> row.get("metric_name").equals("http_req_duration"),
        row -> {
          double duration = Double.parseDouble(row.get("metric_value"));
          double end = Double.parseDouble(row.get("timestamp")) / 1000;
          return new Row(end - duration, duration, row.get("expected_response").equals("false"));
        });
  }

  /** Its samples are stamped with their start, in milliseconds. */
  static RawRows ofJMeter(Path file) throws IOException {
    return of(
        file,
        row -> true,
        row ->
            new Row(
                Double.parseDouble(row.get("timeStamp")),
                Double.parseDouble(row.get("elapsed")),
                row.get("success").equals("false")));
  }

  /** Of a CSV file with a header, whose cells hold neither commas nor quotes. */
  private static RawRows of(
      Path file, Predicate<Map<String, String>> isSample, Function<Map<String, String>, Row> read)
      throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> header = Arrays.asList(lines.getFirst().split(","));
    List<Row> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row =
          IntStream.range(0, header.size())
              .boxed()
              .collect(Collectors.toMap(header::get, column -> cells[column]));
      if (isSample.test(row)) {
        rows.add(read.apply(row));
      }
    }
    return new RawRows(List.copyOf(rows));
  }

  long count() {
    return rows.size();
  }

  long errors() {
    return rows.stream().filter(Row::error).count();
  }

  /** The nearest rank, without interpolation. */
  double percentile(double percentile) {
    double[] sorted = rows.stream().mapToDouble(Row::duration).sorted().toArray();
    return sorted[(int) Math.ceil(percentile * sorted.length / 100) - 1];
  }

  /** From the first start to the last end. */
  double requestsPerSecond() {
    double first = rows.stream().mapToDouble(Row::start).min().orElseThrow();
    double last =
        rows.stream().mapToDouble(row -> row.start() + row.duration()).max().orElseThrow();
    return rows.size() * 1000 / (last - first);
  }
}
