package ru.perfscale.bootstrap.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import ru.perfscale.bootstrap.demo.Demo;
import ru.perfscale.bootstrap.demo.SampleTool;
import ru.perfscale.bootstrap.embedded.EmbeddedStack;
import ru.perfscale.bootstrap.embedded.StackSettings;
import ru.perfscale.bootstrap.identity.DevelopmentIdentityProvider;
import ru.perfscale.bootstrap.settings.Directories;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.bootstrap.tools.ToolState;
import ru.perfscale.runner.engine.ToolMissing;

/** Everything embedded on free ports, one sample load test, its result; leaves nothing behind. */
@Command(
    name = "demo",
    description = {
      "Start everything on free ports in a temporary directory, run a sample load test",
      "against a local target, show the result, and leave nothing behind.",
      "The exit code is 0 if and only if the test passed."
    })
final class DemoCommand implements Callable<Integer> {
  @ParentCommand private PerfscaleCommand parent;

  @Option(
      names = "--tool",
      paramLabel = "TOOL",
      description = "k6 or jmeter (default: k6 if it is on this machine, else jmeter).")
  private SampleTool asked;

  @Option(names = "--keep", description = "Stay up afterwards, and say where.")
  private boolean keep;

  // Not System.out, which knows only ASCII where no locale is set, as in a container.
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  @Override
  public Integer call() throws IOException {
    Instant begun = Instant.now();
    Configuration configuration = new Configuration(parent.settings("ERROR"));
    Directories usual = configuration.directories();
    MachineTools tools = configuration.tools(parent.offline());
    SampleTool tool = chosen(tools);
    try (UntilStopped untilStopped = new UntilStopped();
        TemporaryDirectory directory = TemporaryDirectory.create("demo");
        EmbeddedStack stack =
            EmbeddedStack.start(settings(directory.path(), usual), tools, untilStopped::isAsked)) {
      out.printf(Locale.ROOT, "Everything is up after %.1f s.%n", secondsSince(begun));
      Demo demo =
          new Demo(
              stack,
              DevelopmentIdentityProvider.Settings.DEFAULT_CLIENT_SECRET,
              out,
              Boolean.getBoolean("perfscale.terminal"));
      JsonNode task = demo.run(tool, untilStopped::isAsked);
      out.printf(Locale.ROOT, "%nTook %.1f s in all.%n", secondsSince(begun));
      if (keep && !untilStopped.isAsked()) {
        Welcome.print(
            new PrintWriter(out, true, StandardCharsets.UTF_8),
            stack,
            settings(directory.path(), usual),
            Duration.between(begun, Instant.now()));
        untilStopped.await();
      } else {
        sayWhatNext();
      }
      return task.required("status").asText().equals("passed") ? 0 : 1;
    }
  }

  private SampleTool chosen(MachineTools tools) {
    if (asked != null) {
      requireAvailable(asked.wireName(), tools);
      out.printf("Using %s, as asked.%n", asked.wireName());
      return asked;
    }
    Optional<ToolState> k6 =
        tools.list().stream()
            .filter(state -> state instanceof ToolState.Installed && state.tool().equals("k6"))
            .findFirst();
    if (k6.isPresent()) {
      out.printf("Using k6, because it is on this machine: %s.%n", k6.get().text());
      return SampleTool.K6;
    }
    out.println(
        "Using JMeter, because k6 is not on this machine and JMeter needs nothing but Maven's"
            + " repository.");
    tools.list().stream()
        .filter(state -> state.tool().equals("k6"))
        .forEach(state -> out.printf("  k6: %s%n", state.text()));
    return SampleTool.JMETER;
  }

  /** A task would wait for such a tool until somebody installs it. */
  private static void requireAvailable(String tool, MachineTools tools) {
    List<ToolState> states =
        tools.list().stream().filter(state -> state.tool().equals(tool)).toList();
    boolean available =
        states.stream()
            .anyMatch(
                state ->
                    state instanceof ToolState.Installed || state instanceof ToolState.Installable);
    if (!available) {
      throw new ToolMissing(
          tool,
          tool
              + " is not on this machine: "
              + states.stream().map(ToolState::text).collect(Collectors.joining("; "))
              + ". Or choose another one, such as --tool jmeter");
    }
  }

  /** Data and ports of its own; tools and binaries are shared, so that the next time is quick. */
  private static StackSettings settings(Path directory, Directories usual) {
    return new StackSettings(
        new StackSettings.Address("127.0.0.1", 0),
        new Directories(directory, usual.cache()),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        new StackSettings.Development(
            0, DevelopmentIdentityProvider.Settings.DEFAULT_CLIENT_SECRET),
        OptionalLong.empty(),
        OptionalInt.empty());
  }

  private void sayWhatNext() {
    out.println(
        """

        What next
          ./perfscale up                  everything on its usual ports, data kept
          docs/examples/tour.sh           every call of the API, against a running up
          ./perfscale demo --keep         this again, and then look around in Swagger UI
          ./perfscale tools list          which load tools this machine has""");
  }

  private static double secondsSince(Instant begun) {
    return Duration.between(begun, Instant.now()).toMillis() / 1000.0;
  }
}
