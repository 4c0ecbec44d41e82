package ru.perfscale.runner.engine.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.StartFailed;
import ru.perfscale.runner.engine.ToolVerdict;

/**
 * Stock Artillery with as many worker threads as the machine has processors but one. Our hook, a
 * plugin that travels as resources and is named in the environment, writes every request to the
 * engine's pipe. The script is YAML or JSON.
 *
 * <p>The script's phases decide how many users arrive. The run's users replace them: so many users
 * arrive within a second and do their scenario once; with a duration, so many arrive each second,
 * and at most so many are there at once. A duration alone is the longest the phases may last; of a
 * script without phases, of which Artillery makes one user, it makes one user a second. A share
 * divides every phase.
 *
 * <p>When asked to stop, and at the end, requests that are under way may be answered for half of
 * the grace period, at most 5 seconds, while no user begins another.
 *
 * <p>Failed requests alone never fail the tool; conditions of the plugin {@code ensure} and
 * expectations of the plugin {@code expect} do.
 */
public final class Artillery implements LoadTool {
  /** The version this driver works with; its hook needs Artillery's own classes. */
  public static final String VERSION = "2.0.34";

  private static final LatencyMeaning LATENCY =
      new LatencyMeaning(
          "from the request to the end of the response, connect included (timings.phases.total)",
          Duration.ofMillis(1));

  private static final String PLUGIN = "artillery-plugin-perfscale";
  private static final List<String> FILES =
      List.of("package.json", "index.js", "requests.js", "channel.js", "phases.js");
  private static final String SCRIPT = "script.yml";

  /** Made by the hook when a condition is on failed requests. */
  private static final String JUDGES_ERRORS = ".judges-errors";

  /** What the hook makes of the exit codes of failed conditions and expectations. */
  private static final int CRITERION_FAILED = 99;

  private static final Duration LONGEST_FINISH = Duration.ofSeconds(5);

  /** A condition, or an expectation, as the two plugins print those that failed. */
  private static final Pattern FAILED = Pattern.compile("(?m)^\\s*(?:fail:|\\* not ok|not ok) .*$");

  /** How an error begins in which Artillery, one of its threads or Node ends. */
  private static final Pattern ERROR =
      Pattern.compile(
          "(?m)^(?:Scenario validation error: |worker error, id: \\d+ |(?=\\w*Error(?: \\[\\w+])?: ))");

  /** The call stack below an error. */
  private static final Pattern STACK = Pattern.compile("(?sm)\\s*^ {4}at .*");

  /** The run's own directory, or an address of a file there. */
  private static final Pattern DIRECTORY =
      Pattern.compile("(?:file://)?/[^\\s'\"]*/[0-9a-f-]{36}/home/");

  /** Users may fail for many reasons without a request; the hook counts them. */
  private static final String FAILED_USERS = "Users that failed: ";

  /** What a script without {@code config} makes it say. */
  private static final String NO_CONFIG = "(reading 'target')";

  private static final int TOLD_FAILURES = 5;
  private static final Collector<CharSequence, ?, String> LINES = Collectors.joining("\n");

  /** Whether this driver can work with a version of Artillery. */
  public static boolean supports(String version) {
    return version.equals(VERSION);
  }

  @Override
  public String name() {
    return "artillery";
  }

  @Override
  public LatencyMeaning latency() {
    return LATENCY;
  }

  @Override
  public GracefulStop gracefulStop() {
    return GracefulStop.TERMINATE;
  }

  @Override
  public Invocation prepare(ToolInstallation installation, RunSpec spec, Path directory)
      throws IOException {
    requireUsers(spec);
    Files.writeString(directory.resolve(SCRIPT), spec.script());
    Path plugins = directory.resolve("perfscale");
    Path plugin = Files.createDirectories(plugins.resolve(PLUGIN));
    for (String file : FILES) {
      HookFile.copy(PLUGIN + "/" + file, plugin);
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("ARTILLERY_PLUGINS", "{\"perfscale\":{}}");
    environment.put("ARTILLERY_PLUGIN_PATH", plugins.toString());
    environment.put("ARTILLERY_DISABLE_TELEMETRY", "true");
    environment.put("NO_COLOR", "1");
    environment.put("PERFSCALE_FINISH_MILLIS", Long.toString(finish(spec.grace()).toMillis()));
    spec.users().ifPresent(users -> environment.put("PERFSCALE_USERS", Integer.toString(users)));
    spec.duration()
        .ifPresent(length -> environment.put("PERFSCALE_DURATION", Custom.decimalSeconds(length)));
    return new Invocation(
        List.of(installation.home().toString(), "run", "--quiet", SCRIPT), environment);
  }

  private static void requireUsers(RunSpec spec) {
    spec.users()
        .ifPresent(
            users -> {
              if (spec.share().part(users) == 0) {
                throw new StartFailed(
                    "Share %s of %d users has no user; use at most %d shares"
                        .formatted(spec.share(), users, users));
              }
            });
  }

  private static Duration finish(Duration grace) {
    Duration half = grace.dividedBy(2);
    return half.compareTo(LONGEST_FINISH) < 0 ? half : LONGEST_FINISH;
  }

  @Override
  public ToolVerdict verdict(int exitCode) {
    return switch (exitCode) {
      case 0 -> ToolVerdict.PASSED;
      case CRITERION_FAILED -> ToolVerdict.CRITERION_FAILED;
      // It cannot be read, is not valid; an error in its processor, or in before or after.
      case 1, 2, 11 -> ToolVerdict.SCRIPT_ERROR;
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
      String failed =
          log.text().lines().filter(line -> line.startsWith(FAILED_USERS)).collect(LINES);
      return "Artillery ended with exit code 0" + (failed.isEmpty() ? "" : ":\n" + failed);
    }
    String words = exitCode == CRITERION_FAILED ? failures(log) : complaint(log);
    return words.isEmpty() ? "Artillery ended with exit code " + exitCode : words;
  }

  private static String failures(LogTail log) {
    List<String> failed =
        FAILED.matcher(log.text()).results().map(found -> found.group().strip()).toList();
    return LogLines.shorten(failed.stream().distinct().limit(TOLD_FAILURES).collect(LINES));
  }

  /** From the first error on, without the stack. */
  private static String complaint(LogTail log) {
    Matcher error = ERROR.matcher(log.text());
    if (!error.find()) {
      return LogLines.last(log, 3);
    }
    String text = STACK.matcher(log.text().substring(error.end())).replaceFirst("");
    String words = DIRECTORY.matcher(text).replaceAll("").strip();
    return LogLines.shorten(
        words.contains(NO_CONFIG) ? words + ": the script has no config section" : words);
  }
}
