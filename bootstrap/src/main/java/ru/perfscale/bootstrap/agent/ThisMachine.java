package ru.perfscale.bootstrap.agent;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.domain.machine.Architecture;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.IpAddress;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.OperatingSystem;

/** What this host is, as the registration of a machine wants it. */
final class ThisMachine {
  private ThisMachine() {}

  static MachineDescription describe() {
    String name = hostname();
    return new MachineDescription(
        name,
        new Hostname(name),
        Optional.of(new IpAddress("127.0.0.1")),
        operatingSystem(),
        Architecture.parse(System.getProperty("os.arch")),
        new Capacity(
            OptionalInt.of(Math.min(4096, Runtime.getRuntime().availableProcessors())),
            Optional.of(memoryGb())));
  }

  /** The host's name where it is one that DNS allows, else {@code localhost}. */
  private static String hostname() {
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

  private static BigDecimal memoryGb() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return BigDecimal.valueOf(system.getTotalMemorySize())
        .divide(BigDecimal.valueOf(1L << 30), 1, RoundingMode.HALF_UP);
  }
}
