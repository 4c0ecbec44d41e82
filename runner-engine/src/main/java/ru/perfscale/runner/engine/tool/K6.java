package ru.perfscale.runner.engine.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;

/** Stock k6, read through its CSV output. */
public final class K6 implements LoadTool {
  /** The versions this driver was tested with; any 2.2.x. */
  public static final String VERSION_PREFIX = "2.2.";

  private static final LatencyMeaning LATENCY =
      new LatencyMeaning(
          "sending + waiting + receiving, without connecting (http_req_duration)",
          Duration.ofNanos(1));

  @Override
  public String name() {
    return "k6";
  }

  @Override
  public LatencyMeaning latency() {
    return LATENCY;
  }

  @Override
  public SampleSource sampleSource() {
    return SampleSource.STDOUT_CSV;
  }

  @Override
  public GracefulStop gracefulStop() {
    return GracefulStop.INTERRUPT;
  }

  @Override
  public Invocation prepare(ToolInstallation installation, RunSpec spec, Path directory)
      throws IOException {
    Path script = Files.writeString(directory.resolve("script.js"), spec.script());
    return new Invocation(
        List.of(installation.home().toString(), "run", script.toString()), Map.of());
  }

  @Override
  public ToolVerdict verdict(int exitCode) {
    return switch (exitCode) {
      case 0 -> ToolVerdict.PASSED;
      case 99 -> ToolVerdict.CRITERION_FAILED;
      default -> ToolVerdict.TOOL_FAILED;
    };
  }

  @Override
  public String message(int exitCode, LogTail log) {
    return LogLines.last(log, 3);
  }

  static String decimalSeconds(Duration length) {
    return new java.math.BigDecimal(length.toNanos())
        .movePointLeft(9)
        .stripTrailingZeros()
        .toPlainString();
  }
}
