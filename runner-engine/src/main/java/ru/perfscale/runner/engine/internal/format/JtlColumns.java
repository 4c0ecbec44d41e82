package ru.perfscale.runner.engine.internal.format;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Where a JTL file in CSV has the columns that we read; −1 for one that it lacks.
 *
 * @param separator between the fields
 * @param hasHeader whether the first row names the columns
 * @param count of all columns
 */
public record JtlColumns(
    char separator,
    boolean hasHeader,
    int count,
    int timeStamp,
    int elapsed,
    int label,
    int success,
    int responseCode,
    int responseMessage,
    int url) {
  /** What JMeter 5.6 writes when nothing was configured. */
  private static final List<String> DEFAULT_NAMES =
      List.of(
          "timeStamp",
          "elapsed",
          "label",
          "responseCode",
          "responseMessage",
          "threadName",
          "dataType",
          "success",
          "failureMessage",
          "bytes",
          "sentBytes",
          "grpThreads",
          "allThreads",
          "URL",
          "Latency",
          "IdleTime",
          "Connect");

  /** A file without a header, with the columns that JMeter writes by default. */
  public static final JtlColumns DEFAULT = of(DEFAULT_NAMES, ',', false);

  /**
   * The columns of a header.
   *
   * @throws IllegalArgumentException naming the missing column and the property that brings it
   */
  public static JtlColumns ofHeader(String header) {
    char separator = separatorOf(header);
    List<String> names =
        Arrays.stream(header.split(String.valueOf(separator), -1))
            .map(name -> name.strip().replace("\"", ""))
            .toList();
    JtlColumns columns = of(names, separator, true);
    require(columns.timeStamp, "timeStamp", "timestamp_format=ms");
    require(columns.elapsed, "elapsed", "time=true");
    require(columns.label, "label", "label=true");
    require(columns.success, "success", "successful=true");
    return columns;
  }

  private static char separatorOf(String header) {
    if (header.indexOf('\t') >= 0) {
      return '\t';
    }
    return header.indexOf(';') >= 0 && header.indexOf(',') < 0 ? ';' : ',';
  }

  private static JtlColumns of(List<String> names, char separator, boolean hasHeader) {
    List<String> lower = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    return new JtlColumns(
        separator,
        hasHeader,
        names.size(),
        lower.indexOf("timestamp"),
        lower.indexOf("elapsed"),
        lower.indexOf("label"),
        lower.indexOf("success"),
        lower.indexOf("responsecode"),
        lower.indexOf("responsemessage"),
        lower.indexOf("url"));
  }

  private static void require(int place, String column, String property) {
    if (place < 0) {
      throw new IllegalArgumentException(
          "has no column %s; write it with jmeter.save.saveservice.%s".formatted(column, property));
    }
  }
}
