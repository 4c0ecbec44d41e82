package ru.perfscale.bootstrap.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/** Shows a running task: one line that changes in a terminal, a plain line a second elsewhere. */
final class Progress {
  private static final int BAR = 24;

  private final PrintStream out;
  private final boolean terminal;
  private final double expectedSeconds;
  private long lastSecond = -1;

  Progress(PrintStream out, boolean terminal, double expectedSeconds) {
    this.out = out;
    this.terminal = terminal;
    this.expectedSeconds = expectedSeconds;
  }

  void show(JsonNode task, double seconds) {
    if (!terminal && (long) seconds == lastSecond) {
      return;
    }
    lastSecond = (long) seconds;
    String line = line(task, seconds);
    if (terminal) {
      out.print("\r\033[K" + line);
      out.flush();
    } else {
      out.println(line);
    }
  }

  void end() {
    if (terminal) {
      out.print("\r\033[K");
      out.flush();
    }
  }

  private String line(JsonNode task, double seconds) {
    String status = task.path("status").asText();
    if (status.equals("pending")) {
      return "  pending   " + task.path("pending_reason").asText("");
    }
    int filled = (int) Math.min(BAR, BAR * seconds / expectedSeconds);
    return String.format(
        Locale.ROOT,
        "  %s [%s%s] %4.1f s  %6d requests  %7s req/s  p95 %s ms  errors %s",
        status,
        "█".repeat(filled),
        "·".repeat(BAR - filled),
        seconds,
        task.path("total_requests").asLong(),
        text(task, "requests_per_sec"),
        text(task, "p95"),
        percent(task.path("error_rate")));
  }

  static String text(JsonNode task, String field) {
    JsonNode value = task.path(field);
    if (value.isNull() || value.isMissingNode()) {
      return "–";
    }
    return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
  }

  static String percent(JsonNode rate) {
    return rate.isNumber() ? String.format(Locale.ROOT, "%.2f %%", rate.asDouble() * 100) : "–";
  }
}
