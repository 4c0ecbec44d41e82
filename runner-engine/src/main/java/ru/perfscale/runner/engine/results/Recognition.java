package ru.perfscale.runner.engine.results;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import ru.perfscale.runner.engine.internal.format.JtlColumns;
import ru.perfscale.runner.engine.internal.sample.ResultSink;

/** Tells by its first bytes what a file is. */
final class Recognition {
  private static final int HEAD_BYTES = 8 * 1024;
  private static final int SHOWN_CHARS = 40;
  private static final List<String> K6_COLUMNS =
      List.of(
          "timestamp",
          "metric_value",
          "name",
          "url",
          "status",
          "error_code",
          "expected_response",
          "group",
          "scenario");

  /** A row without a header: time, elapsed time, and more. */
  private static final Pattern JTL_ROW = Pattern.compile("\\d{12,14},\\d{1,10},.*");

  /** The run record: type, length of the version, version. */
  private static final Pattern GATLING = Pattern.compile("\\x00\\x00\\x00\\x00.\\d+\\.\\d+\\.\\d");

  private static final Pattern K6_JSON = Pattern.compile("^\\{.*\"type\":\\s*\"(Metric|Point)\"");

  private static final Pattern HDR_LOG =
      Pattern.compile("(?m)^(#\\[|\"StartTimestamp\"|(Tag=[^,]*,)?[\\d.]+,[\\d.]+,[\\d.]+,HIST)");

  private static final String KNOWN =
      "What can be read: JMeter's JTL in CSV, k6's --out csv=FILE and --out json=FILE, the"
          + " simulation.log of Gatling 3.15, and HdrHistogram logs, each also gzipped";

  private Recognition() {}

  /**
   * How to read what begins with this.
   *
   * @throws IllegalArgumentException saying what is wrong, to follow the name of the file
   */
  static Reading of(Input input, ResultSink sink) {
    String head = input.head(HEAD_BYTES);
    if (head.isBlank()) {
      throw new IllegalArgumentException("is empty; there are no results in it");
    }
    String line = head.lines().findFirst().orElse("");
    if (head.stripLeading().startsWith("<")) {
      throw new IllegalArgumentException(
          "is XML; JMeter's results are read as CSV: set"
              + " jmeter.save.saveservice.output_format=csv and run again");
    }
    if (GATLING.matcher(head).lookingAt()) {
      return Reading.gatling(sink);
    }
    if (line.startsWith("RUN\t")) {
      throw new IllegalArgumentException(
          "is the text log of an older Gatling; what can be read is the binary one of Gatling 3.15");
    }
    if (K6_JSON.matcher(line).find()) {
      return Reading.k6Json(sink);
    }
    if (HDR_LOG.matcher(head).find()) {
      return Reading.hdr(sink);
    }
    if (line.startsWith("metric_name,")) {
      requireK6Columns(line);
      return Reading.k6Csv(sink);
    }
    String lower = line.toLowerCase(Locale.ROOT);
    if (lower.contains("timestamp") && lower.contains("elapsed")) {
      return Reading.jtl(JtlColumns.ofHeader(line), sink);
    }
    if (JTL_ROW.matcher(line).matches()) {
      requireDefaultColumns(line);
      return Reading.jtl(JtlColumns.DEFAULT, sink);
    }
    throw new IllegalArgumentException(
        "is none of the result files that are known; it begins with \""
            + shown(line)
            + "\". "
            + KNOWN);
  }

  private static void requireK6Columns(String header) {
    List<String> columns = Arrays.asList(header.split(","));
    for (String needed : K6_COLUMNS) {
      if (!columns.contains(needed)) {
        throw new IllegalArgumentException(
            "line 1 has no column %s; let k6 write its usual tags, or with --system-tags at least %s"
                .formatted(needed, String.join(",", K6_COLUMNS.subList(2, K6_COLUMNS.size()))));
      }
    }
  }

  private static void requireDefaultColumns(String row) {
    int columns = columns(row);
    if (columns != JtlColumns.DEFAULT.count()) {
      throw new IllegalArgumentException(
          "line 1 has %d columns and no header, JMeter's default is %d; write the header with jmeter.save.saveservice.print_field_names=true"
              .formatted(columns, JtlColumns.DEFAULT.count()));
    }
  }

  private static int columns(String row) {
    int columns = 1;
    boolean quoted = false;
    for (int at = 0; at < row.length(); at++) {
      char next = row.charAt(at);
      if (next == '"') {
        quoted = !quoted;
      } else if (next == ',' && !quoted) {
        columns++;
      }
    }
    return columns;
  }

  private static String shown(String line) {
    String printable = line.replaceAll("[^\\x20-\\x7E]", "?");
    return printable.length() <= SHOWN_CHARS
        ? printable
        : printable.substring(0, SHOWN_CHARS) + "…";
  }
}
