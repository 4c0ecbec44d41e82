package ru.perfscale.bootstrap.demo;

import static ru.perfscale.bootstrap.demo.Progress.percent;
import static ru.perfscale.bootstrap.demo.Progress.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/** What a task found, for a terminal. */
final class ResultTable {
  private ResultTable() {}

  /**
   * @param counted what the target counted for itself
   */
  static void print(PrintStream out, JsonNode task, long counted) {
    JsonNode latency = task.path("latency");
    out.printf(
        """

          %s
          ────────────────────────────────────────
          p50            %10s ms
          p95            %10s ms
          p99            %10s ms
          error rate     %13s
          requests/s     %10s
          requests       %10s   the target counted %d
          coverage       %10s
        """,
        text(task, "status").toUpperCase(Locale.ROOT),
        text(task, "p50"),
        text(task, "p95"),
        text(task, "p99"),
        percent(task.path("error_rate")),
        text(task, "requests_per_sec"),
        text(task, "total_requests"),
        counted,
        percent(task.path("coverage")));
    if (latency.isObject()) {
      out.printf(
          "  latency        %s, resolution %s ms%n",
          text(latency, "meaning"), plain(latency.path("resolution_ms")));
    }
    for (JsonNode reason : task.path("reasons")) {
      out.printf("  %s: %s%n", text(reason, "code"), text(reason, "message"));
    }
    if (!task.path("reasons").isEmpty() && task.path("log_tail").isTextual()) {
      out.printf("%n%s%n", task.path("log_tail").asText().stripTrailing());
    }
  }

  /** A nanosecond is 0.000001 ms, not 1.0E-6. */
  private static String plain(JsonNode number) {
    return number.isNumber()
        ? number.decimalValue().stripTrailingZeros().toPlainString()
        : number.asText();
  }
}
