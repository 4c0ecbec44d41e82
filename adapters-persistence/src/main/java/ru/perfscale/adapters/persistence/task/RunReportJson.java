package ru.perfscale.adapters.persistence.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.RunReport;

/** What an agent said at the end of its run, as it is stored; only {@code end} is beside it. */
final class RunReportJson {
  private static final JsonMapper JSON = new JsonMapper();

  private RunReportJson() {}

  static String write(RunReport report) {
    ObjectNode object =
        JSON.createObjectNode()
            .put("message", Columns.text(report.message()))
            .put("judges_errors", report.judgesErrors())
            .put("log_tail", Columns.text(report.logTail()));
    report
        .latency()
        .ifPresent(
            latency ->
                object
                    .putObject("latency")
                    .put("meaning", Columns.text(latency.meaning()))
                    .put("resolution_nanos", latency.resolution().toNanos()));
    EvidenceJson.write(object.putObject("evidence"), report.evidence());
    return object.toString();
  }

  static RunReport read(RunReport.End end, String json) {
    try {
      JsonNode object = JSON.readTree(json);
      return new RunReport(
          end,
          object.get("message").textValue(),
          object.get("judges_errors").booleanValue(),
          Optional.ofNullable(object.get("latency")).map(RunReportJson::latency),
          object.get("log_tail").textValue(),
          EvidenceJson.read(object.get("evidence")));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stored report is not JSON: " + json, e);
    }
  }

  private static LatencyMeaning latency(JsonNode object) {
    return new LatencyMeaning(
        object.get("meaning").textValue(),
        Duration.ofNanos(object.get("resolution_nanos").longValue()));
  }
}
