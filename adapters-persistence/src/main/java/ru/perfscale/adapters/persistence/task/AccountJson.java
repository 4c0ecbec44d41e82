package ru.perfscale.adapters.persistence.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.Account;
import ru.perfscale.domain.task.Gap;
import ru.perfscale.domain.task.ToolJudgement;
import ru.perfscale.domain.task.Validity;
import ru.perfscale.domain.task.Validity.Doubt;

/** How far a task's findings go, as it is stored; nothing is stored before there is anything. */
final class AccountJson {
  private static final JsonMapper JSON = new JsonMapper();

  private AccountJson() {}

  static String write(Account account) {
    if (account.equals(Account.NONE_YET)) {
      return null;
    }
    ObjectNode object = JSON.createObjectNode();
    ArrayNode warnings = object.putArray("warnings");
    account.warnings().forEach(warning -> warnings.add(Columns.text(warning)));
    account.labelsComplete().ifPresent(complete -> object.put("labels_complete", complete));
    ArrayNode criteria = object.putArray("criteria");
    for (ToolJudgement each : account.criteria()) {
      criteria
          .addObject()
          .put("name", Columns.text(each.criterion()))
          .put("passed", each.passed())
          .put("message", Columns.text(each.message()));
    }
    account.validity().ifPresent(found -> write(object.putObject("validity"), found));
    ArrayNode machines = object.putArray("machines");
    account.machines().forEach(machine -> write(machines.addObject(), machine));
    ArrayNode gaps = object.putArray("gaps");
    for (Gap gap : account.gaps()) {
      gaps.addObject()
          .put("machine", gap.machine().value())
          .put("from", gap.fromSecond())
          .put("to", gap.toSecond());
    }
    return object.toString();
  }

  private static void write(ObjectNode object, Validity validity) {
    object.put("status", validity.status().name());
    ArrayNode doubts = object.putArray("doubts");
    for (Doubt doubt : validity.doubts()) {
      doubts
          .addObject()
          .put("machine", doubt.machine().value())
          .put("status", doubt.status().name())
          .put("cause", doubt.cause().name())
          .put("message", doubt.message());
    }
  }

  private static void write(ObjectNode object, Account.OfMachine machine) {
    object.put("machine", machine.machine().value());
    machine.stop().ifPresent(stop -> StopJson.write(object.putObject("stop"), stop));
    machine.health().ifPresent(health -> HealthJson.write(object.putObject("health"), health));
  }

  /**
   * @param json null when there is nothing yet
   */
  static Account read(String json) {
    if (json == null) {
      return Account.NONE_YET;
    }
    try {
      JsonNode object = JSON.readTree(json);
      return new Account(
          list(object.get("warnings"), JsonNode::textValue),
          Optional.ofNullable(object.get("labels_complete")).map(JsonNode::booleanValue),
          list(object.get("criteria"), AccountJson::judgement),
          Optional.ofNullable(object.get("validity")).map(AccountJson::validity),
          list(object.get("machines"), AccountJson::machine),
          list(object.get("gaps"), AccountJson::gap));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stored account is not JSON: " + json, e);
    }
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
    List<T> items = new ArrayList<>();
    array.forEach(each -> items.add(read.apply(each)));
    return items;
  }

  private static ToolJudgement judgement(JsonNode object) {
    return new ToolJudgement(
        object.get("name").textValue(),
        object.get("passed").booleanValue(),
        object.get("message").textValue());
  }

  private static Validity validity(JsonNode object) {
    return new Validity(
        Validity.Status.valueOf(object.get("status").textValue()),
        list(
            object.get("doubts"),
            doubt ->
                new Doubt(
                    machineId(doubt),
                    Validity.Status.valueOf(doubt.get("status").textValue()),
                    Validity.Cause.valueOf(doubt.get("cause").textValue()),
                    doubt.get("message").textValue())));
  }

  private static Account.OfMachine machine(JsonNode object) {
    return new Account.OfMachine(
        machineId(object),
        Optional.ofNullable(object.get("stop")).map(StopJson::read),
        Optional.ofNullable(object.get("health")).map(HealthJson::read));
  }

  private static Gap gap(JsonNode object) {
    return new Gap(machineId(object), object.get("from").longValue(), object.get("to").longValue());
  }

  private static MachineId machineId(JsonNode object) {
    return new MachineId(object.get("machine").textValue());
  }
}
