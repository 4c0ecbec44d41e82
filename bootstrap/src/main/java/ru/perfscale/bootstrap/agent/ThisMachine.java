package ru.perfscale.bootstrap.agent;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.agent.protocol.HostFacts;
import ru.perfscale.domain.machine.Architecture;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.IpAddress;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.OperatingSystem;

/** What this host is, as the registration of a machine wants it. */
final class ThisMachine {
  private static final int ANY_PORT = 443;

  private ThisMachine() {}

  static MachineDescription describe() {
    String name = hostname();
    return new MachineDescription(
        name,
        new Hostname(name),
        Optional.of(new IpAddress("127.0.0.1")),
        operatingSystem(),
        architecture(),
        new Capacity(OptionalInt.of(cores()), Optional.of(memoryGb())));
  }

  /**
   * What its agent tells a control plane.
   *
   * @param server the address of this host is the one from which the server is reached
   */
  static HostFacts facts(URI server) {
    return new HostFacts(
        hostname(),
        addressTowards(server),
        operatingSystem().wireName(),
        architecture().wireName(),
        cores(),
        memoryGb());
  }

  /** No packet is sent: the kernel only says which way it would take. */
  private static Optional<String> addressTowards(URI server) {
    int port = server.getPort() > 0 ? server.getPort() : ANY_PORT;
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(server.getHost().replaceAll("[\\[\\]]", ""), port));
      InetAddress own = socket.getLocalAddress();
      return own.isAnyLocalAddress()
          ? Optional.empty()
          : Optional.of(own.getHostAddress().replaceFirst("%.*", ""));
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The host's name where it is one that DNS allows, else {@code localhost}. */
  static String hostname() {
    try {
      return new Hostname(rawHostname()).value();
    } catch (IllegalArgumentException e) {
      return "localhost";
    }
  }

  private static String rawHostname() {
    try {
      // The kernel's word needs no resolver, which may be slow or absent.
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "localhost";
      }
    }
  }

  private static OperatingSystem operatingSystem() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return OperatingSystem.MACOS;
    }
    return name.startsWith("windows") ? OperatingSystem.WINDOWS : OperatingSystem.LINUX;
  }

  private static Architecture architecture() {
    return Architecture.parse(System.getProperty("os.arch"));
  }

  /** As many as this process may use, which in a container are fewer than the host's. */
  private static int cores() {
    return Math.min(4096, Runtime.getRuntime().availableProcessors());
  }

  private static BigDecimal memoryGb() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return BigDecimal.valueOf(system.getTotalMemorySize())
        .divide(BigDecimal.valueOf(1L << 30), 1, RoundingMode.HALF_UP);
  }
}
