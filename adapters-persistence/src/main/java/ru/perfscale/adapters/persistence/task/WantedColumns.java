package ru.perfscale.adapters.persistence.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.argument.Argument;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.task.MachineSelection;

/** Which machines a task wants, as columns: by number, by ids or by labels. */
final class WantedColumns {
  private static final JsonMapper JSON = new JsonMapper();

  private WantedColumns() {}

  static Argument ids(MachineSelection wanted) {
    return wanted instanceof MachineSelection.Listed listed
        ? Columns.texts(listed.machines().stream().map(MachineId::value).toList())
        : (position, statement, context) -> statement.setNull(position, Types.ARRAY);
  }

  static String labels(MachineSelection wanted) {
    try {
      return wanted instanceof MachineSelection.Labelled labelled
          ? JSON.writeValueAsString(new TreeMap<>(labelled.labels()))
          : null;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Labels that are no JSON: " + wanted, e);
    }
  }

  static MachineSelection read(ResultSet row) throws SQLException {
    String labels = row.getString("wanted_labels");
    if (labels != null) {
      return new MachineSelection.Labelled(labels(labels));
    }
    return row.getArray("wanted_ids") == null
        ? new MachineSelection.Count(row.getInt("wanted_count"))
        : new MachineSelection.Listed(
            Columns.texts(row, "wanted_ids").stream().map(MachineId::new).toList());
  }

  private static Map<String, String> labels(String json) {
    try {
      return JSON.readValue(json, new TypeReference<TreeMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stored labels are not JSON: " + json, e);
    }
  }
}
