package ru.perfscale.adapters.persistence.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.domain.task.Evidence;
import ru.perfscale.domain.task.Series;
import ru.perfscale.domain.task.ToolCriterion;

/** How far the figures of a run go, as it is stored with its report. */
final class EvidenceJson {
  private EvidenceJson() {}

  static void write(ObjectNode object, Evidence evidence) {
    ArrayNode warnings = object.putArray("warnings");
    evidence.warnings().forEach(warning -> warnings.add(Columns.text(warning)));
    ArrayNode criteria = object.putArray("criteria");
    evidence.criteria().forEach(criterion -> write(criteria.addObject(), criterion));
    object
        .put("labels_complete", evidence.samples().labelsComplete())
        .put("malformed", evidence.samples().malformed())
        .put("clamped", evidence.samples().clamped());
    evidence.stop().ifPresent(stop -> StopJson.write(object.putObject("stop"), stop));
    evidence.health().ifPresent(health -> HealthJson.write(object.putObject("health"), health));
  }

  private static void write(ObjectNode object, ToolCriterion criterion) {
    object
        .put("text", Columns.text(criterion.text()))
        .put("kind", criterion.requests().kind().name())
        .put("label", criterion.requests().label().map(Columns::text).orElse(null))
        .put("outcome", criterion.requests().outcome().map(Enum::name).orElse(null))
        .put("figure", criterion.figure())
        .put("comparator", criterion.comparator())
        .put("limit", criterion.limit().toPlainString());
  }

  static Evidence read(JsonNode object) {
    List<String> warnings = new ArrayList<>();
    object.get("warnings").forEach(warning -> warnings.add(warning.textValue()));
    List<ToolCriterion> criteria = new ArrayList<>();
    object.get("criteria").forEach(criterion -> criteria.add(criterion(criterion)));
    return new Evidence(
        warnings,
        criteria,
        new Evidence.Samples(
            object.get("labels_complete").booleanValue(),
            object.get("malformed").longValue(),
            object.get("clamped").longValue()),
        Optional.ofNullable(object.get("stop")).map(StopJson::read),
        Optional.ofNullable(object.get("health")).map(HealthJson::read));
  }

  private static ToolCriterion criterion(JsonNode object) {
    return new ToolCriterion(
        object.get("text").textValue(),
        new ToolCriterion.Requests(
            Series.Kind.valueOf(object.get("kind").textValue()),
            Optional.ofNullable(object.get("label").textValue()),
            Optional.ofNullable(object.get("outcome").textValue()).map(Series.Outcome::valueOf)),
        object.get("figure").textValue(),
        object.get("comparator").textValue(),
        new BigDecimal(object.get("limit").textValue()));
  }
}
