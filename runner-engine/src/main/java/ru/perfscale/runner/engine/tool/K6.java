package ru.perfscale.runner.engine.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.Share;
import ru.perfscale.runner.engine.ToolVerdict;
import ru.perfscale.runner.engine.criteria.ToolCriterion;

/**
 * k6, read through its CSV output on standard output or, where the installation has {@link
 * #SAMPLE_OUTPUT}, through the sample frames of that output. Thresholds that are all on what the
 * engine measures are left to it; otherwise k6 judges them and they come back as exit code 99.
 */
public final class K6 implements LoadTool {
  /** The versions this driver was tested with, in words. */
  public static final String VERSIONS = "2.2.x";

  /** An installation with this extension writes sample frames by itself, at less cost than CSV. */
  public static final String SAMPLE_OUTPUT = "perfscale";

  private static final String VERSION_PREFIX = "2.2.";

  private static final LatencyMeaning LATENCY =
      new LatencyMeaning(
          "sending + waiting + receiving, without connecting (http_req_duration)",
          Duration.ofNanos(1));

  /** Without them k6 would call home, look for extensions, or cut times to whole seconds. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "K6_CSV_TIME_FORMAT", "unix_micro",
          "K6_CSV_SAVE_INTERVAL", "200ms",
          "K6_NO_USAGE_REPORT", "true",
          "K6_AUTO_EXTENSION_RESOLUTION", "false");

  private static final String THRESHOLDS_IN_K6 =
      "k6 judged the thresholds itself, because not all of them are on what the engine measures:"
          + " each machine's own samples are judged, and k6 keeps them all in memory";

  /** Whether this driver can work with a version of k6. */
  public static boolean supports(String version) {
    return version.startsWith(VERSION_PREFIX);
  }

  @Override
  public String name() {
    return "k6";
  }

  @Override
  public LatencyMeaning latency() {
    return LATENCY;
  }

  /** Outputs are flushed and {@code teardown()} runs; a second signal would end it hard. */
  @Override
  public GracefulStop gracefulStop() {
    return GracefulStop.INTERRUPT;
  }

  @Override
  public Invocation prepare(ToolInstallation installation, RunSpec spec, Path directory)
      throws IOException {
    boolean frames = installation.extensions().contains(SAMPLE_OUTPUT);
    List<String> arguments =
        new ArrayList<>(List.of("--quiet", "--no-color", "--summary-mode=disabled"));
    arguments.addAll(List.of("--out", frames ? SAMPLE_OUTPUT : "csv=-"));
    spec.users().ifPresent(users -> arguments.addAll(List.of("--vus", Integer.toString(users))));
    spec.duration()
        .ifPresent(length -> arguments.addAll(List.of("--duration", length.toMillis() + "ms")));
    if (!spec.share().isWhole()) {
      arguments.addAll(segment(spec.share()));
    }
    return new Invocation(
        K6Start.prepare(directory, spec.script(), installation.home(), arguments),
        ENVIRONMENT,
        frames ? SampleSource.PIPE : SampleSource.STDOUT_CSV);
  }

  /** With the same sequence on every machine, k6 divides users, iterations and rates exactly. */
  private static List<String> segment(Share share) {
    String sequence =
        IntStream.range(1, share.of())
            .mapToObj(part -> part + "/" + share.of())
            .collect(Collectors.joining(",", "0,", ",1"));
    String from = share.index() == 1 ? "0" : share.index() - 1 + "/" + share.of();
    String to = share.index() == share.of() ? "1" : share.index() + "/" + share.of();
    return List.of(
        "--execution-segment", from + ":" + to, "--execution-segment-sequence", sequence);
  }

  @Override
  public ToolVerdict verdict(int exitCode) {
    return switch (exitCode) {
      case 0 -> ToolVerdict.PASSED;
      case 99 -> ToolVerdict.CRITERION_FAILED;
      // setup or teardown too slow, bad options, an exception, test.abort(), test.fail()
      case 100, 101, 104, 107, 108, 110 -> ToolVerdict.SCRIPT_ERROR;
      default -> ToolVerdict.TOOL_FAILED;
    };
  }

  @Override
  public boolean judgesErrors(Path directory) {
    return K6Start.judgesErrors(directory);
  }

  @Override
  public List<ToolCriterion> criteria(Path directory) throws IOException {
    return K6Start.criteria(directory);
  }

  @Override
  public List<String> warnings(Path directory) {
    return K6Start.thresholdsAreInK6(directory) ? List.of(THRESHOLDS_IN_K6) : List.of();
  }

  @Override
  public String message(int exitCode, LogTail log) {
    if (exitCode == 0) {
      return "k6 ended with exit code 0";
    }
    // test.fail() says why first and that it failed last.
    List<String> errors = LogLines.errors(log, exitCode == 110 ? 2 : 1);
    String words = errors.isEmpty() ? LogLines.last(log, 3) : String.join("\n", errors);
    return words.isEmpty() ? "k6 ended with exit code " + exitCode : words;
  }
}
