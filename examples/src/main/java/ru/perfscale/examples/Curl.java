package ru.perfscale.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;
import ru.perfscale.runner.engine.tool.GracefulStop;
import ru.perfscale.runner.engine.tool.Invocation;
import ru.perfscale.runner.engine.tool.LoadTool;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/**
 * A seventh tool: curl (7.75 or newer), which every user of the run starts again and again. The
 * script is a curl configuration, such as {@code url = "http://localhost:8080/item?id=[1-20]"}, of
 * one or more requests, without {@code next}. A label is method and address, status codes from 400
 * on are errors.
 */
public final class Curl implements LoadTool {
  private static final String LAUNCHER = "curl-users.sh";
  private static final int CONFIGURATION_REFUSED = 65;

  /** About the configuration, not about a request; the numbers are exit codes of curl. */
  private static final Pattern COMPLAINT =
      Pattern.compile("^(Warning: script\\.curl|curl: \\((2|3|26)\\))");

  private static final LatencyMeaning LATENCY =
      new LatencyMeaning(
          "time_total: the whole transfer, name lookup and connect included",
          Duration.ofNanos(1_000));

  @Override
  public String name() {
    return "curl";
  }

  @Override
  public LatencyMeaning latency() {
    return LATENCY;
  }

  /** To the launcher alone: what curl is doing comes to its end. */
  @Override
  public GracefulStop gracefulStop() {
    return GracefulStop.TERMINATE;
  }

  @Override
  public Invocation prepare(ToolInstallation installation, RunSpec spec, Path directory)
      throws IOException {
    Files.writeString(directory.resolve("script.curl"), spec.script());
    Path launcher = directory.resolve(LAUNCHER);
    try (InputStream text = Curl.class.getResourceAsStream(LAUNCHER)) {
      Files.copy(text, launcher);
    }
    long users = spec.share().part(spec.users().orElse(1));
    long seconds = spec.duration().map(length -> Math.max(1, length.toSeconds())).orElse(0L);
    return new Invocation(
        List.of(
            "/bin/bash",
            launcher.toString(),
            installation.home().toString(),
            Long.toString(users),
            Long.toString(seconds)),
        Map.of());
  }

  @Override
  public ToolVerdict verdict(int exitCode) {
    return switch (exitCode) {
      case 0 -> ToolVerdict.PASSED;
      case CONFIGURATION_REFUSED -> ToolVerdict.SCRIPT_ERROR;
      default -> ToolVerdict.TOOL_FAILED;
    };
  }

  @Override
  public String message(int exitCode, LogTail log) {
    return log.text()
        .lines()
        .filter(line -> exitCode == CONFIGURATION_REFUSED && COMPLAINT.matcher(line).find())
        .findFirst()
        .orElse("curl ended with exit code " + exitCode);
  }
}
