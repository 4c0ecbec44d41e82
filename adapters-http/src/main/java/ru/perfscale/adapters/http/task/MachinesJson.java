package ru.perfscale.adapters.http.task;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.adapters.http.json.JsonOutput;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.MachineSelection;
import ru.perfscale.domain.task.Share;

/** Which machines a task wants, on the wire: {@code 4}, {@code ["m_…"]}, {@code "all"}, labels. */
final class MachinesJson {
  private static final String FIELD = "machines";
  private static final int MOST_LABELS = 20;
  private static final String ALLOWED =
      "must be a number of machines, a list of their ids, \"all\", or {\"labels\": {\"name\":"
          + " \"value\"}}";

  private MachinesJson() {}

  /** One machine when nothing is said. Empty when something of it is wrong. */
  static Optional<MachineSelection> read(Fields fields) {
    return switch (fields.type(FIELD)) {
      case MISSING, NULL -> Optional.of(MachineSelection.ONE);
      case NUMBER -> {
        long machines = fields.whole(FIELD, 1, Share.MOST);
        yield Optional.of(new MachineSelection.Count((int) machines));
      }
      case STRING -> Optional.ofNullable(fields.text(FIELD, MachinesJson::all));
      case ARRAY -> listed(fields);
      case OBJECT -> fields.optionalObject(FIELD, MachinesJson::labelled);
      default -> {
        fields.refuse(FIELD, ALLOWED);
        yield Optional.empty();
      }
    };
  }

  private static MachineSelection all(String text) {
    if (!text.equals("all")) {
      throw new IllegalArgumentException(ALLOWED);
    }
    return MachineSelection.all();
  }

  private static Optional<MachineSelection> listed(Fields fields) {
    List<MachineId> ids = fields.texts(FIELD, Share.MOST, MachinesJson::id);
    try {
      return Optional.of(new MachineSelection.Listed(ids));
    } catch (IllegalArgumentException e) {
      fields.refuse(FIELD, e.getMessage());
      return Optional.empty();
    }
  }

  private static MachineId id(String text) {
    try {
      return new MachineId(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be the id of a machine", e);
    }
  }

  private static Optional<MachineSelection> labelled(Fields fields) {
    Map<String, String> labels = fields.textsByName("labels", MOST_LABELS);
    if (labels.isEmpty()) {
      fields.refuse("labels", "must be an object such as {\"zone\": \"a\"}");
    }
    return fields.make(() -> new MachineSelection.Labelled(labels));
  }

  static void write(JsonOutput json, MachineSelection wanted) {
    switch (wanted) {
      case MachineSelection.Count(int machines) -> json.number(FIELD, machines);
      case MachineSelection.Listed(List<MachineId> machines) -> json.texts(FIELD, machines);
      case MachineSelection.Labelled(Map<String, String> labels) -> {
        if (labels.isEmpty()) {
          json.text(FIELD, "all");
        } else {
          json.object(FIELD, Optional.of(labels), MachinesJson::writeLabels);
        }
      }
    }
  }

  private static void writeLabels(JsonOutput json, Map<String, String> labels) {
    json.object(
        "labels",
        Optional.of(labels),
        (inner, all) ->
            all.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(label -> inner.text(label.getKey(), label.getValue())));
  }
}
