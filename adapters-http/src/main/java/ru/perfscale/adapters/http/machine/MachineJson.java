package ru.perfscale.adapters.http.machine;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.adapters.http.json.JsonOutput;
import ru.perfscale.domain.machine.Architecture;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.IpAddress;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.OperatingSystem;

/** A machine on the wire. */
final class MachineJson {
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
        .time("last_seen_at", machine.lastSeenAt());
  }
}
