package ru.perfscale.adapters.persistence.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Gap;
import ru.perfscale.domain.task.HealthTally;
import ru.perfscale.domain.task.Observed;

/** What was seen of a share, as it is stored with its report. */
final class ObservedJson {
  private static final JsonMapper JSON = new JsonMapper();

  private ObservedJson() {}

  static String write(Observed observed) {
    ObjectNode object =
        JSON.createObjectNode()
            .put("machine", observed.machine().value())
            .put("samples", observed.samples());
    HealthTally health = observed.health();
    object
        .putObject("health")
        .put("seconds", health.seconds())
        .put("busy", health.busy())
        .put("stolen", health.stolen())
        .put("stalled", health.stalled())
        .put("full", health.full())
        .put("worst_cpu", health.worst().machineCpu())
        .put("worst_steal", health.worst().steal())
        .put("worst_stall_millis", health.worst().stall().toMillis())
        .put("skewed", health.skewed());
    ArrayNode gaps = object.putArray("gaps");
    for (Gap gap : observed.gaps()) {
      gaps.addArray().add(gap.fromSecond()).add(gap.toSecond());
    }
    return object.toString();
  }

  static Observed read(String json) {
    try {
      JsonNode object = JSON.readTree(json);
      MachineId machine = new MachineId(object.get("machine").textValue());
      List<Gap> gaps = new ArrayList<>();
      object
          .get("gaps")
          .forEach(
              gap -> gaps.add(new Gap(machine, gap.get(0).longValue(), gap.get(1).longValue())));
      return new Observed(
          machine, health(object.get("health")), object.get("samples").longValue(), gaps);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was seen of a share is not JSON: " + json, e);
    }
  }

  private static HealthTally health(JsonNode object) {
    return new HealthTally(
        object.get("seconds").longValue(),
        object.get("busy").longValue(),
        object.get("stolen").longValue(),
        object.get("stalled").longValue(),
        object.get("full").longValue(),
        new HealthTally.Worst(
            object.get("worst_cpu").doubleValue(),
            object.get("worst_steal").doubleValue(),
            Duration.ofMillis(object.get("worst_stall_millis").longValue())),
        object.get("skewed").longValue());
  }
}
