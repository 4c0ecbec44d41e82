package ru.perfscale.runner.engine.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;

/**
 * k6, read through its CSV output on standard output or, where the installation has {@link
 * #SAMPLE_OUTPUT}, through the sample frames of that output. Its thresholds are judged by k6 itself
 * and come back as exit code 99.
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

  /** What the engine reads; given always, because a script may have fewer. */
  private static final String NEEDED_TAGS =
      "name,url,status,error_code,expected_response,group,scenario";

  /** A threshold may be on any of k6's usual tags, so that none may go when there is one. */
  private static final String USUAL_TAGS =
      NEEDED_TAGS + ",proto,subproto,method,check,error,tls_version,service";

  /** Made in the work directory when a threshold is on failed requests. */
  private static final String JUDGES_ERRORS = ".judges-errors";

  /**
   * k6 keeps every sample in memory for its thresholds, even for none, unless told that there are
   * none; and only k6 itself can tell. Arguments: k6, then those of {@code k6 run}.
   */
  private static final String START =
      """
      k6=$1
      shift
      options=$("$k6" inspect script.js 2>/dev/null)
      case $options in
        *'"http_req_failed'*) : > %s ;;
      esac
      case $options in
        *'"thresholds": null'*) set -- "$@" --no-thresholds --system-tags %s ;;
        *) set -- "$@" --system-tags %s ;;
      esac
      exec "$k6" run "$@" script.js
      """
          .formatted(JUDGES_ERRORS, NEEDED_TAGS, USUAL_TAGS);

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
    Files.writeString(directory.resolve("script.js"), spec.script());
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/sh", "-c", START, "k6", installation.home().toString()));
    boolean frames = installation.extensions().contains(SAMPLE_OUTPUT);
    command.addAll(List.of("--quiet", "--no-color", "--summary-mode=disabled"));
    command.addAll(List.of("--out", frames ? SAMPLE_OUTPUT : "csv=-"));
    spec.users().ifPresent(users -> command.addAll(List.of("--vus", Integer.toString(users))));
    spec.duration()
        .ifPresent(length -> command.addAll(List.of("--duration", length.toMillis() + "ms")));
    return new Invocation(
        command, ENVIRONMENT, frames ? SampleSource.PIPE : SampleSource.STDOUT_CSV);
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
    return Files.exists(directory.resolve(JUDGES_ERRORS));
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
