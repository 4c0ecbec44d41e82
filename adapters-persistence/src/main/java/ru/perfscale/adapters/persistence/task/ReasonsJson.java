package ru.perfscale.adapters.persistence.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.domain.task.Reason;

/** The reasons of a verdict as they are stored: {@code [{"code": …, "message": …}]}. */
final class ReasonsJson {
  private static final JsonMapper JSON = new JsonMapper();

  private ReasonsJson() {}

  static String write(List<Reason> reasons) {
    ArrayNode array = JSON.createArrayNode();
    for (Reason reason : reasons) {
      array
          .addObject()
          .put("code", reason.code().wireName())
          .put("message", Columns.text(reason.message()));
    }
    return array.toString();
  }

  static List<Reason> read(String json) {
    try {
      List<Reason> reasons = new ArrayList<>();
      for (JsonNode reason : JSON.readTree(json)) {
        reasons.add(
            new Reason(
                Reason.Code.parse(reason.get("code").textValue()),
                reason.get("message").textValue()));
      }
      return reasons;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stored reasons are not JSON: " + json, e);
    }
  }
}
