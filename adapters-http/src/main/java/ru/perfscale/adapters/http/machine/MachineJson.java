package ru.perfscale.adapters.http.machine;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.adapters.http.json.JsonOutput;
import ru.perfscale.domain.Refusal.Invalid;
import ru.perfscale.domain.machine.Architecture;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.IpAddress;
import ru.perfscale.domain.machine.Labels;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.MachineTool;
import ru.perfscale.domain.machine.OperatingSystem;

/** A machine on the wire. */
final class MachineJson {
  private static final List<String> CHANGEABLE = List.of("name", "labels", "maintenance");

  /** An agent runs one load test at a time. */
  private static final int SLOTS = 1;

  private MachineJson() {}

  static MachineDescription read(Fields fields) {
    String name = fields.text("name", MachineDescription::checkName);
    Hostname hostname = fields.text("hostname", Hostname::new);
    Optional<IpAddress> ipAddress = fields.optionalText("ip_address", IpAddress::new);
    OperatingSystem os = fields.text("os", OperatingSystem::parse);
    Architecture arch = fields.text("arch", Architecture::parse);
    OptionalInt cores = fields.optionalInt("cpu_cores", Capacity::checkCores);
    Optional<BigDecimal> memory = fields.optionalDecimal("memory_gb", Capacity::checkMemory);
    return fields.orThrow(
        () ->
            new MachineDescription(
                name, hostname, ipAddress, os, arch, new Capacity(cores, memory)));
  }

  /** The stored machine with the fields that are given; without labels when they are null. */
  static Machine changed(Fields fields, Machine stored) {
    if (CHANGEABLE.stream().noneMatch(fields::has)) {
      throw new Invalid("body", "must have at least one of " + String.join(", ", CHANGEABLE));
    }
    String name =
        fields.has("name")
            ? fields.text("name", MachineDescription::checkName)
            : stored.description().name();
    Labels labels =
        fields.has("labels")
            ? fields.optionalObject("labels", MachineJson::labels).orElse(Labels.NONE)
            : stored.labels();
    boolean maintenance =
        fields.has("maintenance") ? fields.flag("maintenance") : stored.maintenance();
    return fields.orThrow(
        () ->
            stored
                .described(stored.description().named(name))
                .labelled(labels)
                .inMaintenance(maintenance));
  }

  private static Optional<Labels> labels(Fields fields) {
    Map<String, String> labels = new TreeMap<>();
    for (String key : fields.names()) {
      labels.put(key, fields.text(key, text -> text));
    }
    return fields.make(() -> Labels.of(labels));
  }

  static void write(JsonOutput json, Machine machine) {
    MachineDescription described = machine.description();
    json.text("id", machine.id().value())
        .text("name", described.name())
        .text("hostname", described.hostname().value())
        .text("ip_address", described.ipAddress().map(IpAddress::value))
        .text("os", described.os().wireName())
        .text("arch", described.arch().wireName())
        .number("cpu_cores", described.capacity().cpuCores())
        .number("memory_gb", described.capacity().memoryGb())
        .text("status", machine.status().wireName())
        .time("created_at", machine.registeredAt())
        .time("last_seen_at", machine.lastSeenAt())
        .objects("tools", machine.presence().tools(), MachineJson::write)
        .object("labels", Optional.of(machine.labels()), MachineJson::write)
        .number("slots", SLOTS)
        .flag("maintenance", machine.maintenance())
        .text("agent_version", machine.presence().agentVersion());
  }

  private static void write(JsonOutput json, MachineTool tool) {
    json.text("name", tool.tool().wireName())
        .text("version", tool.version())
        .flag("installed", tool.installed());
  }

  private static void write(JsonOutput json, Labels labels) {
    labels.values().forEach(json::text);
  }
}
