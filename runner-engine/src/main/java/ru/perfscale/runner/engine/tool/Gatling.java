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
 * (whole seconds), for simulations that ask for them: {@code Integer.getInteger("users", 1)}; its
 * parameters and secrets are system properties, too. The run's variable {@code JVM_ARGS} goes to
 * the JVM; without a heap size in it the heap is at most 1 GiB. Feeders and bodies find the run's
 * data files by their relative names, as on a class path: {@code csv("users.csv")}.
 *
 * <p>Of a {@link ru.perfscale.runner.engine.Share} i/N the launcher divides the users of every
 * population, unless it is {@code noShard()}: of an open profile each N-th user starts, when it
 * would in the whole; of a closed one, its part of the concurrent users is kept. The shares add up
 * exactly, save for randomized rates, which draw their users anew in each. A share without any user
 * is refused. Throttling is not divided; a simulation can do that itself, and anything else, with
 * the system properties {@code perfscale.share.index} (1 … N) and {@code perfscale.share.of}:
 *
 * <pre>{@code
 * int shares = Integer.getInteger("perfscale.share.of", 1);
 * setUp(...).throttle(reachRps(600 / shares).in(10), holdFor(60));
 * }</pre>
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
      new HookJvm(
          "Gatling",
          "gatling-hook.jar",
          "ru.perfscale.hooks.gatling.Launcher",
          "Gatling cannot run the simulation: ",
          jvmOptions());
  private static final int ASSERTION_FAILED = 2;
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
  public boolean takesProperties() {
    return true;
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
        List.of(installation.home() + "/lib/*", classes.toString(), directory.toString()),
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
    return exitCode == ASSERTION_FAILED ? ToolVerdict.CRITERION_FAILED : JVM.verdict(exitCode);
  }

  @Override
  public boolean judgesErrors(Path directory) {
    return Files.exists(directory.resolve(JUDGES_ERRORS));
  }

  @Override
  public String message(int exitCode, LogTail log) {
    String failures =
        log.text()
            .lines()
            .filter(line -> line.startsWith(FAILURE))
            .collect(Collectors.joining("\n"));
    return exitCode == ASSERTION_FAILED && !failures.isEmpty()
        ? LogLines.shorten(failures)
        : JVM.message(exitCode, log);
  }
}
