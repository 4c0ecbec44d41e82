package ru.perfscale.adapters.http.task;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import ru.perfscale.adapters.http.json.DurationText;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.adapters.http.json.JsonOutput;
import ru.perfscale.adapters.http.loadtest.DataFilesJson;
import ru.perfscale.domain.loadtest.LoadTestId;
import ru.perfscale.domain.task.Figures;
import ru.perfscale.domain.task.Figures.Percentiles;
import ru.perfscale.domain.task.Findings;
import ru.perfscale.domain.task.LatencyMeaning;
import ru.perfscale.domain.task.MachineSelection;
import ru.perfscale.domain.task.Plan;
import ru.perfscale.domain.task.Progress;
import ru.perfscale.domain.task.Reason;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskStatus;

/** A task on the wire: the contract's fields, then ours. */
final class TaskJson {
  private static final String ID_OF_A_TEST = "must be the id of a test";

  private TaskJson() {}

  /**
   * What to run, and where.
   *
   * @param test {@code testId}, or {@code test_id} as everything else is spelled
   */
  record NewTask(LoadTestId test, MachineSelection machines) {}

  static NewTask read(Fields fields) {
    String name = fields.has("testId") || !fields.has("test_id") ? "testId" : "test_id";
    String id = fields.id(name, ID_OF_A_TEST);
    if (id != null && fields.has("testId") && fields.has("test_id")) {
      String other = fields.id("test_id", ID_OF_A_TEST);
      if (other != null && !other.equals(id)) {
        fields.refuse("test_id", "must be the same as testId, or be left out");
      }
    }
    Optional<MachineSelection> machines = MachinesJson.read(fields);
    fields.orThrow(() -> id);
    return new NewTask(LoadTestId.of(id), machines.orElseThrow());
  }

  static void write(JsonOutput json, Task task) {
    Plan plan = task.plan();
    Progress progress = task.progress();
    Findings findings = task.findings();
    json.text("id", task.id().value())
        .text("test_id", plan.loadTest().value())
        .text("status", task.status().wireName());
    writeFigures(json, findings.figures());
    json.time("started_at", progress.startedAt())
        .time("finished_at", progress.finishedAt())
        .time("created_at", plan.order().createdAt())
        .text("created_by", plan.order().createdBy())
        .text("tool", plan.tool().wireName())
        .texts("machine_ids", task.machines())
        .flag("pinned", task.pinned())
        .text("time_limit", DurationText.format(plan.timeLimit()))
        .text("contact_limit", DurationText.format(plan.contactLimit()));
    DataFilesJson.write(json, plan.dataFiles());
    json.text("pending_reason", progress.pendingReason())
        .text("contact", contact(progress))
        .time("contact_lost_since", progress.contactLostSince())
        .time("cancel_requested_at", progress.cancelRequestedAt())
        .objects("reasons", findings.reasons(), TaskJson::writeReason)
        .text("log_tail", findings.logTail())
        .number("coverage", findings.coverage())
        .text("validity", AccountJson.validity(findings.account()))
        .object("latency", findings.latency(), TaskJson::writeLatency);
    MachinesJson.write(json, plan.machines());
    json.number("queue_position", progress.queuePosition())
        .number(
            "start_spread_ms",
            findings.startSpread().map(s -> BigDecimal.valueOf(s.toNanos()).movePointLeft(6)));
    AccountJson.write(json, findings.account());
  }

  private static void writeFigures(JsonOutput json, Figures figures) {
    json.number("p50", percentile(figures, Percentiles::p50))
        .number("p95", percentile(figures, Percentiles::p95))
        .number("p99", percentile(figures, Percentiles::p99))
        .number("error_rate", figures.errorRate())
        .number("requests_per_sec", figures.requestsPerSec())
        .number("total_requests", figures.totalRequests());
  }

  private static OptionalDouble percentile(Figures figures, ToDoubleFunction<Percentiles> which) {
    return figures.latency().stream().mapToDouble(which).findFirst();
  }

  private static Optional<String> contact(Progress progress) {
    if (progress.status() != TaskStatus.RUNNING) {
      return Optional.empty();
    }
    return Optional.of(progress.contactLostSince().isPresent() ? "lost" : "ok");
  }

  private static void writeReason(JsonOutput json, Reason reason) {
    json.text("code", reason.code().wireName()).text("message", reason.message());
  }

  static void writeLatency(JsonOutput json, LatencyMeaning latency) {
    json.text("meaning", latency.meaning())
        .number(
            "resolution_ms",
            Optional.of(BigDecimal.valueOf(latency.resolution().toNanos()).movePointLeft(6)));
  }
}
