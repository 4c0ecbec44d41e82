package ru.perfscale.bootstrap.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import ru.perfscale.bootstrap.doctor.Doctor;
import ru.perfscale.bootstrap.doctor.Finding;
import ru.perfscale.bootstrap.settings.Key;
import ru.perfscale.bootstrap.terminal.Line;
import ru.perfscale.bootstrap.terminal.Style;
import ru.perfscale.bootstrap.terminal.Terminal;
import ru.perfscale.bootstrap.tools.ToolState;

/** What this machine can run, and why not. */
@Command(
    name = "doctor",
    description = "Look at this machine: which load tools it can run, and why not.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:a load tool is there, or can be installed",
      "1:none can run; what is marked says why",
      "2:it could not be found out"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int SUBJECT = 16;

  @ParentCommand private PerfscaleCommand parent;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Configuration configuration = new Configuration(parent.settings("ERROR"));
    Doctor.Report report =
        new Doctor(
                configuration.directories(),
                configuration.http().host(),
                Map.of(
                    Key.PERFSCALE_HTTP_PORT,
                    configuration.http().port(),
                    Key.PERFSCALE_DEV_IDENTITY_PORT,
                    configuration.development().port()),
                configuration.tools(parent.offline()))
            .examine();
    Terminal out = Terminal.standardOutput(System.getenv());
    if (json) {
      out.printRaw(json(report));
    } else {
      print(report, out);
    }
    return report.canRun() ? 0 : 1;
  }

  private static void print(Doctor.Report report, Terminal out) {
    for (Finding finding : report.machine()) {
      print(out, finding.state(), finding.subject(), finding.text());
    }
    out.print("");
    for (ToolState tool : report.tools()) {
      print(out, state(tool), tool.tool(), tool.text());
    }
    out.print("");
    out.print(
        report.canRun()
            ? "This machine can run load tests."
            : "This machine cannot run load tests; see what is marked with ✗ or !.");
  }

  private static void print(Terminal out, Finding.State state, String subject, String text) {
    Line line = new Line();
    switch (state) {
      case OK -> line.add(Style.GREEN, "✓ ");
      case WARNING -> line.add(Style.YELLOW, "! ");
      case BAD -> line.add(Style.RED, "✗ ");
    }
    out.print(line.add(Style.BOLD, subject).padTo(SUBJECT).add(" " + text));
  }

  private static Finding.State state(ToolState tool) {
    return tool instanceof ToolState.Installed || tool instanceof ToolState.Installable
        ? Finding.State.OK
        : Finding.State.WARNING;
  }

  private static String json(Doctor.Report report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("can_run", report.canRun());
    ArrayNode checks = json.putArray("checks");
    for (Finding finding : report.machine()) {
      checks
          .addObject()
          .put("subject", finding.subject())
          .put("state", finding.state().wireName())
          .put("text", finding.text());
    }
    ArrayNode tools = json.putArray("tools");
    for (ToolState tool : report.tools()) {
      tools.addObject().put("tool", tool.tool()).put("state", word(tool)).put("text", tool.text());
    }
    try {
      return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(json)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts can always be written", e);
    }
  }

  private static String word(ToolState tool) {
    return switch (tool) {
      case ToolState.Installed installed -> "installed";
      case ToolState.Installable installable -> "installable";
      case ToolState.Ignored ignored -> "ignored";
      case ToolState.Unavailable unavailable -> "unavailable";
    };
  }
}
