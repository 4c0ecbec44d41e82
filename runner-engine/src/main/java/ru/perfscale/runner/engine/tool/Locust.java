package ru.perfscale.runner.engine.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.StartFailed;
import ru.perfscale.runner.engine.ToolVerdict;

/**
 * Stock Locust. Our hook, Python files that travel as resources, is loaded before the locustfile
 * and writes every request to the engine's pipe. One process uses one core; with the run's variable
 * {@code LOCUST_PROCESSES} (a number, or −1 for one per core) Locust makes workers of itself, each
 * of which writes what it measured. A worker that dies ends the run as a failure of the tool.
 *
 * <p>Of a {@link ru.perfscale.runner.engine.Share} the hook divides the users (also those that a
 * load shape asks for, and fixed counts of user classes) and the rate at which they start. A share
 * without any user is refused.
 *
 * <p>The run's users are {@code --users}; its duration, which starts with the test, is kept by the
 * hook, also for a script with a load shape. Without them the script or the run's {@code
 * LOCUST_USERS} and {@code LOCUST_RUN_TIME} decide, else it is one user without an end. All users
 * start within a second, but at most 100 a second, unless the run's {@code LOCUST_SPAWN_RATE} says
 * otherwise. At the end users may finish their tasks for half of the grace period, at most 5
 * seconds.
 *
 * <p>Failed requests alone never fail the tool; a script that sets {@code
 * environment.process_exit_code} judges for itself.
 */
public final class Locust implements LoadTool {
  /** The versions this driver was tested with, in words. */
  public static final String VERSIONS = "2.46.x";

  private static final String VERSION_PREFIX = "2.46.";
  private static final LatencyMeaning LATENCY =
      new LatencyMeaning(
          "response time: from sending to the whole body, connect included",
          Duration.ofNanos(1_000));

  private static final String HOOK = "perfscale_hook.py";
  private static final List<String> HOOK_FILES =
      List.of(HOOK, "perfscale_samples.py", "perfscale_share.py", "perfscale_workers.py");
  private static final String SCRIPT = "locustfile.py";

  /** Made by the hook when the script has set an exit code. */
  private static final String JUDGED = ".judged";

  /** What the hook makes of any exit code but 0 that the script has set. */
  private static final int CRITERION_FAILED = 99;

  /** How the hook begins to tell of it. */
  private static final String JUDGEMENT = "The script set process_exit_code to ";

  private static final int MOST_SPAWNED_PER_SECOND = 100;
  private static final Duration LONGEST_FINISH = Duration.ofSeconds(5);

  /** Whether this driver can work with a version of Locust. */
  public static boolean supports(String version) {
    return version.startsWith(VERSION_PREFIX);
  }

  @Override
  public String name() {
    return "locust";
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
    Files.writeString(directory.resolve(SCRIPT), spec.script());
    requireUsers(spec);
    for (String file : HOOK_FILES) {
      HookFile.copy("locust/" + file, directory);
    }
    List<String> command = new ArrayList<>();
    command.add(installation.home().toString());
    command.addAll(List.of("-f", HOOK + "," + SCRIPT));
    command.addAll(List.of("--headless", "--only-summary", "--exit-code-on-error", "0"));
    command.addAll(List.of("--stop-timeout", Long.toString(finish(spec.grace()).toSeconds())));
    spec.users().ifPresent(users -> command.addAll(List.of("--users", Integer.toString(users))));
    if (spec.users().isPresent() && !spec.environment().containsKey("LOCUST_SPAWN_RATE")) {
      int rate = Math.min(spec.users().getAsInt(), MOST_SPAWNED_PER_SECOND);
      command.addAll(List.of("--spawn-rate", Integer.toString(rate)));
    }
    return new Invocation(command, environment(spec));
  }

  private static void requireUsers(RunSpec spec) {
    if (spec.users().isPresent() && spec.share().part(spec.users().getAsInt()) == 0) {
      throw new StartFailed(
          "Share %s of %d users has no user; use at most %d shares"
              .formatted(spec.share(), spec.users().getAsInt(), spec.users().getAsInt()));
    }
  }

  private static Map<String, String> environment(RunSpec spec) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PYTHONUNBUFFERED", "1");
    // Not --run-time: its timer counts from before the scripts were loaded, and shapes ignore it.
    spec.duration()
        .ifPresent(length -> environment.put("PERFSCALE_DURATION", Custom.decimalSeconds(length)));
    return environment;
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
      // It cannot be loaded, has no user class; bad settings, an error outside of users' tasks.
      case 1, 2 -> ToolVerdict.SCRIPT_ERROR;
      default -> ToolVerdict.TOOL_FAILED;
    };
  }

  /** A script that sets the exit code and asks for the failures has judged them. */
  @Override
  public boolean judgesErrors(Path directory) {
    if (!Files.exists(directory.resolve(JUDGED))) {
      return false;
    }
    try {
      String script = Files.readString(directory.resolve(SCRIPT));
      return script.contains("fail_ratio") || script.contains("num_failures");
    } catch (IOException e) {
      return false; // The script made away with itself: the usual criterion holds.
    }
  }

  @Override
  public String message(int exitCode, LogTail log) {
    if (exitCode == 0) {
      // With an error that stopped every user, such as no host, Locust ends so, too.
      String error = last(log, "/ERROR/locust");
      return "Locust ended with exit code 0" + (error.isEmpty() ? "" : ":\n" + error);
    }
    String words = exitCode == CRITERION_FAILED ? last(log, JUDGEMENT) : complaint(log);
    return words.isEmpty() ? "Locust ended with exit code " + exitCode : words;
  }

  private static String last(LogTail log, String words) {
    return log.text()
        .lines()
        .filter(line -> line.contains(words))
        .reduce((earlier, later) -> later)
        .map(LogLines::shorten)
        .orElse("");
  }

  /** The end of the last traceback, from the script's own line on; else the last lines. */
  private static String complaint(LogTail log) {
    int line = log.text().lastIndexOf(SCRIPT + "\", line ");
    if (line < 0) {
      return LogLines.last(log, 3);
    }
    int begin = log.text().lastIndexOf('\n', line) + 1;
    List<String> words = new ArrayList<>();
    for (String next : log.text().substring(begin).lines().toList()) {
      words.add(next);
      if (!next.startsWith(" ")) {
        break; // What the traceback is about, its last line.
      }
    }
    String text = String.join("\n", words);
    return LogLines.shorten(text.replaceFirst("\"[^\"]*" + SCRIPT + "\"", SCRIPT).strip());
  }
}
