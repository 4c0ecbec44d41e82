package ru.perfscale.adapters.http.agent;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.domain.machine.Architecture;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.IpAddress;
import ru.perfscale.domain.machine.MachineFacts;
import ru.perfscale.domain.machine.OperatingSystem;

/** What an agent says of its host. */
final class FactsJson {
  private FactsJson() {}

  static Optional<MachineFacts> read(Fields fields) {
    Hostname hostname = fields.text("hostname", Hostname::new);
    Optional<IpAddress> ipAddress = fields.optionalText("ip_address", IpAddress::new);
    OperatingSystem os = fields.text("os", OperatingSystem::parse);
    Architecture arch = fields.text("arch", Architecture::parse);
    OptionalInt cores = fields.optionalInt("cpu_cores", Capacity::checkCores);
    Optional<BigDecimal> memory = fields.optionalDecimal("memory_gb", Capacity::checkMemory);
    return fields.make(
        () -> new MachineFacts(hostname, ipAddress, os, arch, new Capacity(cores, memory)));
  }
}
