package ru.perfscale.agent.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import ru.perfscale.runner.engine.GeneratorHealth;
import ru.perfscale.runner.engine.HealthSummary;
import ru.perfscale.runner.engine.criteria.ToolCriterion;
import ru.perfscale.runner.engine.criteria.ToolJudgement;

/** What a report says of how far the figures go, and a frame of how the machine was doing. */
final class EvidenceJson {
  private EvidenceJson() {}

  /** The fields of a report. */
  static void write(JsonGenerator out, Evidence evidence) throws IOException {
    out.writeArrayFieldStart("warnings");
    for (String warning : evidence.warnings()) {
      out.writeString(warning);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("tool_criteria");
    for (ToolJudgement judgement : evidence.criteria()) {
      write(out, judgement);
    }
    out.writeEndArray();
    out.writeBooleanField("labels_complete", evidence.labelsComplete());
    out.writeNumberField("malformed", evidence.malformed());
    out.writeNumberField("clamped", evidence.clamped());
    if (evidence.health().isPresent()) {
      write(out, evidence.health().get());
    } else {
      out.writeNullField("health");
    }
  }

  /** Everything that it takes to judge it again, on what all machines measured. */
  private static void write(JsonGenerator out, ToolJudgement judgement) throws IOException {
    ToolCriterion criterion = judgement.criterion();
    out.writeStartObject();
    out.writeStringField("name", criterion.text());
    out.writeBooleanField("passed", judgement.passed());
    out.writeStringField("message", judgement.message());
    out.writeStringField("kind", lowerCase(criterion.requests().kind()));
    writeText(out, "label", criterion.requests().label());
    writeText(out, "outcome", criterion.requests().outcome().map(EvidenceJson::lowerCase));
    out.writeStringField("figure", criterion.metric().toString());
    out.writeStringField("comparator", criterion.comparator().toString());
    out.writeStringField("limit", criterion.limit().toPlainString());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, HealthSummary health) throws IOException {
    out.writeObjectFieldStart("health");
    out.writeNumberField("seconds", health.seconds());
    write(
        out,
        new GeneratorHealth(
            health.toolCores(),
            health.machineCpu(),
            health.steal(),
            health.toolMemoryBytes(),
            health.availableMemoryBytes(),
            health.runQueue(),
            health.stall(),
            health.backlogBytes()));
    out.writeEndObject();
  }

  /** The field of a frame. */
  static void writeHealth(JsonGenerator out, Optional<GeneratorHealth> health) throws IOException {
    if (health.isEmpty()) {
      out.writeNullField("health");
      return;
    }
    out.writeObjectFieldStart("health");
    write(out, health.get());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, GeneratorHealth health) throws IOException {
    writeShort(out, "tool_cores", health.toolCores());
    writeShort(out, "machine_cpu", health.machineCpu());
    writeShort(out, "steal", health.steal());
    out.writeNumberField("tool_memory_bytes", health.toolMemoryBytes());
    out.writeNumberField("available_memory_bytes", health.availableMemoryBytes());
    out.writeNumberField("run_queue", health.runQueue());
    out.writeNumberField("stall_millis", health.stall().toMillis());
    out.writeNumberField("backlog_bytes", health.backlogBytes());
  }

  /** Ticks of 10 ms allow no more decimals. */
  private static void writeShort(JsonGenerator out, String name, double value) throws IOException {
    out.writeNumberField(name, Math.round(value * 1e4) / 1e4);
  }

  private static void writeText(JsonGenerator out, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      out.writeStringField(name, value.get());
    } else {
      out.writeNullField(name);
    }
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
