package ru.perfscale.agent.protocol;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What the host is that the agent runs on, in the words of the control plane's API.
 *
 * @param ipAddress under which the host reaches the control plane
 * @param os such as {@code linux}
 * @param arch such as {@code amd64}
 * @param cpuCores that the agent may use, 1 … 4096
 * @param memoryGb gigabytes of 2³⁰ bytes
 */
public record HostFacts(
    String hostname,
    Optional<String> ipAddress,
    String os,
    String arch,
    int cpuCores,
    BigDecimal memoryGb) {
  public HostFacts {
    requireNonNull(hostname, "hostname");
    requireNonNull(ipAddress, "ipAddress");
    requireNonNull(os, "os");
    requireNonNull(arch, "arch");
    requireNonNull(memoryGb, "memoryGb");
  }

  void write(JsonGenerator out) throws IOException {
    out.writeStringField("hostname", hostname);
    if (ipAddress.isPresent()) {
      out.writeStringField("ip_address", ipAddress.get());
    }
    out.writeStringField("os", os);
    out.writeStringField("arch", arch);
    out.writeNumberField("cpu_cores", cpuCores);
    out.writeNumberField("memory_gb", memoryGb);
  }
}
