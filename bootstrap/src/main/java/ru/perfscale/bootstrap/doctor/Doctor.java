package ru.perfscale.bootstrap.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import ru.perfscale.bootstrap.settings.Directories;
import ru.perfscale.bootstrap.settings.Key;
import ru.perfscale.bootstrap.settings.Ports;
import ru.perfscale.bootstrap.settings.SettingsException;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.bootstrap.tools.ToolState;

/** Examines this machine. */
public final class Doctor {
  private static final String CUSTOM = "custom";

  private final Directories directories;
  private final String host;
  private final Map<Key, Integer> ports;
  private final MachineTools tools;

  /**
   * @param ports that {@code up} would listen on, at {@code host}
   */
  public Doctor(Directories directories, String host, Map<Key, Integer> ports, MachineTools tools) {
    this.directories = directories;
    this.host = host;
    this.ports = Map.copyOf(ports);
    this.tools = tools;
  }

  /**
   * What was found.
   *
   * @param machine what all tools need
   * @param tools of each tool, the usable state first
   */
  public record Report(List<Finding> machine, List<ToolState> tools) {
    public Report {
      machine = List.copyOf(machine);
      tools = List.copyOf(tools);
    }

    /** Whether a load tool is there, or can be had, and the machine lets it run. */
    public boolean canRun() {
      boolean sound = machine.stream().noneMatch(each -> each.state() == Finding.State.BAD);
      return sound
          && tools.stream()
              .filter(state -> !state.tool().equals(CUSTOM))
              .anyMatch(
                  state ->
                      state instanceof ToolState.Installed
                          || state instanceof ToolState.Installable);
    }
  }

  public Report examine() {
    List<Finding> machine = new ArrayList<>();
    machine.add(jdk());
    machine.addAll(new KernelChecks().all());
    machine.addAll(new DiskChecks(directories).all());
    ports.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(port -> machine.add(port(port.getKey(), port.getValue())));
    machine.add(sources());
    return new Report(machine, tools.listWithExtensions());
  }

  private static Finding jdk() {
    String text = Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
    return Runtime.version().feature() >= 21
        ? Finding.ok("JDK", text)
        : Finding.bad("JDK", text + "; 21 or newer is needed");
  }

  private Finding port(Key key, int port) {
    String subject = "port " + port;
    try {
      Ports.requireFree(host, port, key);
      return Finding.ok(subject, "free for up");
    } catch (SettingsException e) {
      // Of no weight to a local run.
      return Finding.warning(subject, e.getMessage());
    }
  }

  private static Finding sources() {
    String there =
        List.of("go", "python3", "node", "npm", "mvn").stream()
            .filter(program -> Programs.find(program).isPresent())
            .collect(Collectors.joining(", "));
    return there.isEmpty()
        ? Finding.warning(
            "to install with", "none of Go, Python, Node, npm; JMeter and Gatling need none")
        : Finding.ok("to install with", there + " (JMeter and Gatling need none)");
  }
}
