package ru.perfscale.adapters.persistence.machine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.argument.Argument;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.TextMapJson;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.MachineTool;

/** The tools of a machine in the columns of its agent. */
final class ToolColumns {
  private ToolColumns() {}

  static Argument names(Set<Tool> tools) {
    return Columns.texts(tools.stream().map(Tool::wireName).sorted().toList());
  }

  static String versions(Map<Tool, String> versions) {
    Map<String, String> byName = new TreeMap<>();
    versions.forEach((tool, version) -> byName.put(tool.wireName(), version));
    return TextMapJson.write(byName);
  }

  static Set<Tool> set(ResultSet row, String column) throws SQLException {
    return Columns.texts(row, column).stream()
        .map(Tool::parse)
        .collect(Collectors.toUnmodifiableSet());
  }

  static List<MachineTool> tools(ResultSet row) throws SQLException {
    Map<Tool, String> versions = new EnumMap<>(Tool.class);
    TextMapJson.read(row.getString("tool_versions"))
        .forEach((name, version) -> versions.put(Tool.parse(name), version));
    return MachineTool.list(set(row, "installed"), set(row, "installable"), versions);
  }
}
