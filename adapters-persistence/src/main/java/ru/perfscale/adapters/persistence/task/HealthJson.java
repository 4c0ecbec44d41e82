package ru.perfscale.adapters.persistence.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import ru.perfscale.domain.task.Evidence.HealthSummary;
import ru.perfscale.domain.task.GeneratorHealth;

/** The worst seconds of a generator, as they are stored. */
final class HealthJson {
  private HealthJson() {}

  static void write(ObjectNode object, HealthSummary summary) {
    GeneratorHealth worst = summary.worst();
    object
        .put("seconds", summary.seconds())
        .put("tool_cores", worst.toolCores())
        .put("machine_cpu", worst.machineCpu())
        .put("steal", worst.steal())
        .put("tool_memory_bytes", worst.memory().toolBytes())
        .put("available_memory_bytes", worst.memory().availableBytes())
        .put("run_queue", worst.runQueue())
        .put("stall_millis", worst.stall().toMillis())
        .put("backlog_bytes", worst.backlogBytes());
  }

  static HealthSummary read(JsonNode object) {
    return new HealthSummary(
        object.get("seconds").longValue(),
        new GeneratorHealth(
            object.get("tool_cores").doubleValue(),
            object.get("machine_cpu").doubleValue(),
            object.get("steal").doubleValue(),
            new GeneratorHealth.Memory(
                object.get("tool_memory_bytes").longValue(),
                object.get("available_memory_bytes").longValue()),
            object.get("run_queue").intValue(),
            Duration.ofMillis(object.get("stall_millis").longValue()),
            object.get("backlog_bytes").longValue()));
  }
}
