package ru.perfscale.runner.engine.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;

/**
 * Gatling 3.15.1 in a JVM of its own (the one we run on, which must have a compiler), started by
 * our launcher, whose jar travels as a resource. The script is the source of one class that extends
 * {@code io.gatling.javaapi.core.Simulation}, in any package and of any name. A home has {@code
 * lib/*.jar}.
 *
 * <p>The run's users and duration are the system properties {@code users} and {@code duration}
 * (whole seconds), for simulations that ask for them: {@code Integer.getInteger("users", 1)}. The
 * run's variable {@code JVM_ARGS} goes to the JVM; without a heap size in it the heap is at most 1
 * GiB.
 *
 * <p>Every response that Gatling reports is a sample, redirects among them, under the request's
 * name without its groups. A group is none. When a run is stopped, requests in flight are none
 * either, and assertions are not judged. Gatling judges assertions from a log of its own, which
 * exists only in a run with assertions and takes some 40 bytes of disk for each request.
 */
public final class Gatling implements LoadTool {
  /** The version this driver was tested with; the launcher works with internals of it. */
  public static final String VERSION = "3.15.1";

  private static final LatencyMeaning LATENCY =
      new LatencyMeaning(
          "response time: the whole request, connect included", Duration.ofMillis(1));
  private static final HookJvm JVM =
      new HookJvm("gatling-hook.jar", "ru.perfscale.hooks.gatling.Launcher", jvmOptions());
  private static final int ASSERTION_FAILED = 2;
  private static final int SIMULATION_REFUSED = 65;
  private static final String REFUSAL = "Gatling cannot run the simulation: ";
  private static final String FAILURE = "assertion failed: ";

  /** Made in the work directory when an assertion is on failed requests. */
  private static final String JUDGES_ERRORS = ".judges-errors";

  @Override
  public String name() {
    return "gatling";
  }

  @Override
  public LatencyMeaning latency() {
    return LATENCY;
  }

  /** After a signal Gatling would lose what it has not written yet. */
  @Override
  public GracefulStop gracefulStop() {
    return GracefulStop.STOP_LINE;
  }

  @Override
  public Invocation prepare(ToolInstallation installation, RunSpec spec, Path directory)
      throws IOException {
    Path source = Files.writeString(directory.resolve("script.java"), spec.script());
    // A directory that is not there when the JVM starts is no part of its class path.
    Path classes = Files.createDirectory(directory.resolve("classes"));
    return JVM.invocation(
        spec,
        directory,
        List.of(installation.home() + "/lib/*", classes.toString()),
        List.of(
            source.toString(),
            classes.toString(),
            directory.resolve("results").toString(),
            directory.resolve(JUDGES_ERRORS).toString()));
  }

  private static List<String> jvmOptions() {
    List<String> options = new ArrayList<>();
    options.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    options.addAll(
        HookJvm.sinceJava24(
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    return options;
  }

  @Override
  public ToolVerdict verdict(int exitCode) {
    return switch (exitCode) {
      case 0 -> ToolVerdict.PASSED;
      case ASSERTION_FAILED -> ToolVerdict.CRITERION_FAILED;
      case SIMULATION_REFUSED -> ToolVerdict.SCRIPT_ERROR;
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
      return "Gatling ended with exit code 0";
    }
    int refusal = log.text().lastIndexOf(REFUSAL);
    if (exitCode == SIMULATION_REFUSED && refusal >= 0) {
      return LogLines.shorten(log.text().substring(refusal).strip());
    }
    String failures =
        log.text()
            .lines()
            .filter(line -> line.startsWith(FAILURE))
            .collect(Collectors.joining("\n"));
    if (exitCode == ASSERTION_FAILED && !failures.isEmpty()) {
      return LogLines.shorten(failures);
    }
    return "Gatling ended with exit code " + exitCode + ":\n" + LogLines.last(log, 3);
  }
}
