package ru.perfscale.adapters.persistence.machine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;
import ru.perfscale.adapters.persistence.Columns;
import ru.perfscale.adapters.persistence.TextMapJson;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Architecture;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.IpAddress;
import ru.perfscale.domain.machine.Labels;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.machine.MachineStatus;
import ru.perfscale.domain.machine.OperatingSystem;
import ru.perfscale.domain.machine.Presence;

/** A machine with its status, by the database's clock. */
final class MachineRow {
  /**
   * The status of machine {@code m} with agent {@code g}. An agent is in contact for 9 s after it
   * was heard; a machine out of contact is offline whatever it was running. One whose agent takes
   * nothing new, because it is about to stop, is as if it were taken out by hand.
   */
  static final String STATUS =
      """
      CASE
        WHEN m.maintenance THEN 'maintenance'
        WHEN g.last_heard IS NULL OR g.last_heard < statement_timestamp() - interval '9 seconds' THEN 'offline'
        WHEN g.draining THEN 'maintenance'
        WHEN EXISTS (SELECT FROM claim c WHERE c.tenant = m.tenant AND c.machine = m.id) THEN 'busy'
        ELSE 'online'
      END
      """;

  static final String SELECT =
      "SELECT m.tenant, m.id, m.name, m.hostname, m.ip_address, m.os, m.arch, m.cpu_cores,"
          + " m.memory_gb, m.labels, m.maintenance, m.registered_at, g.last_heard, g.version,"
          + " coalesce(g.installed, '{}') AS installed,"
          + " coalesce(g.installable, '{}') AS installable,"
          + " coalesce(g.tool_versions, '{}') AS tool_versions, "
          + STATUS
          + " AS status FROM machine m"
          + " LEFT JOIN agent g ON g.tenant = m.tenant AND g.machine = m.id"
          + " WHERE m.tenant = :tenant AND m.removed_at IS NULL ";

  private MachineRow() {}

  static Machine read(ResultSet row) throws SQLException {
    return new Machine(
        new MachineId(row.getString("id")),
        TenantId.parse(row.getString("tenant")),
        description(row),
        new Labels(TextMapJson.read(row.getString("labels"))),
        row.getBoolean("maintenance"),
        Columns.instant(row, "registered_at"),
        presence(row));
  }

  private static Presence presence(ResultSet row) throws SQLException {
    return new Presence(
        status(row),
        Columns.optionalInstant(row, "last_heard"),
        Columns.optionalText(row, "version"),
        ToolColumns.tools(row));
  }

  static MachineStatus status(ResultSet row) throws SQLException {
    return MachineStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
  }

  private static MachineDescription description(ResultSet row) throws SQLException {
    return new MachineDescription(
        row.getString("name"),
        new Hostname(row.getString("hostname")),
        Columns.optionalText(row, "ip_address").map(IpAddress::new),
        OperatingSystem.parse(row.getString("os")),
        Architecture.parse(row.getString("arch")),
        new Capacity(
            Columns.optionalInt(row, "cpu_cores"),
            Optional.ofNullable(row.getBigDecimal("memory_gb"))));
  }

  static void bind(SqlStatement<?> statement, Machine machine) {
    MachineDescription description = machine.description();
    statement
        .bind("tenant", machine.tenant().key())
        .bind("id", machine.id().value())
        .bind("name", description.name())
        .bind("hostname", description.hostname().value())
        .bind("ip_address", description.ipAddress().map(IpAddress::value).orElse(null))
        .bind("os", description.os().wireName())
        .bind("arch", description.arch().wireName())
        .bind("cpu_cores", Columns.number(description.capacity().cpuCores()))
        .bind("memory_gb", description.capacity().memoryGb().orElse(null))
        .bind("labels", TextMapJson.write(machine.labels().values()))
        .bind("maintenance", machine.maintenance())
        .bind("registered_at", Columns.instant(machine.registeredAt()));
  }
}
