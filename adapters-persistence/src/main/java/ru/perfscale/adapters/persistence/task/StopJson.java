package ru.perfscale.adapters.persistence.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.domain.task.StopReport;

/** How a load ended, as it is stored. */
final class StopJson {
  private StopJson() {}

  static void write(ObjectNode object, StopReport stop) {
    object
        .put("means", Columns.text(stop.means()))
        .put("asked_at", stop.askedAt().map(Instant::toString).orElse(null))
        .put("load_ended_at", stop.loadEndedAt().toString())
        .put("killed", stop.killed())
        .put("nothing_left", stop.nothingLeft());
  }

  static StopReport read(JsonNode object) {
    return new StopReport(
        object.get("means").textValue(),
        Optional.ofNullable(object.get("asked_at").textValue()).map(Instant::parse),
        Instant.parse(object.get("load_ended_at").textValue()),
        object.get("killed").longValue(),
        object.get("nothing_left").booleanValue());
  }
}
