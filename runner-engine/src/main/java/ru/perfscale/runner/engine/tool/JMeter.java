package ru.perfscale.runner.engine.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;

/**
 * JMeter 5.6.3 in a JVM of its own (the one we run on), started by our launcher, whose jar travels
 * as a resource. A home has {@code lib/*.jar} (and {@code lib/ext}, if it is a stock installation)
 * and {@code bin/*.properties}.
 *
 * <p>The run's users and duration are the JMeter properties {@code users} and {@code duration}
 * (whole seconds), for plans that ask for them: {@code ${__P(users,1)}}; its parameters and secrets
 * are JMeter properties, too. The run's variable {@code JVM_ARGS}, as with stock JMeter, goes to
 * the JVM; without a heap size in it the heap is at most 1 GiB. A CSV Data Set finds the run's data
 * files by their relative names.
 *
 * <p>Of a {@link ru.perfscale.runner.engine.Share} the launcher divides the threads of thread
 * groups, the rates of open model thread groups, the throughput of constant (unless it is for one
 * thread only) and precise throughput timers, and total executions of throughput controllers, also
 * where they come from functions such as {@code ${__P(users,10)}}. Loops stay as they are for each
 * thread; groups before and after the load run whole in every share; other thread groups (of
 * plugins) cannot be divided, which the log says. A share without any thread is refused.
 *
 * <p>Result collectors ("View Results Tree", "Simple Data Writer" and the like) are left out,
 * unless they write to an absolute path: what they leave in the work directory is deleted with it.
 * So are summarisers. Backend listeners stay: they cost, but somebody reads what they send.
 */
public final class JMeter implements LoadTool {
  /** The version this driver was tested with; the launcher works with internals of it. */
  public static final String VERSION = "5.6.3";

  private static final LatencyMeaning LATENCY =
      new LatencyMeaning("elapsed: the whole request, connect included", Duration.ofMillis(1));
  private static final HookJvm JVM =
      new HookJvm(
          "JMeter",
          "jmeter-hook.jar",
          "ru.perfscale.hooks.jmeter.Launcher",
          "JMeter cannot run the plan: ",
          jvmOptions());

  @Override
  public String name() {
    return "jmeter";
  }

  @Override
  public LatencyMeaning latency() {
    return LATENCY;
  }

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
    Path plan = Files.writeString(directory.resolve("plan.jmx"), spec.script());
    Path home = installation.home();
    return JVM.invocation(
        spec,
        directory,
        List.of(home + "/lib/*", home + "/lib/ext/*"),
        List.of(home.toString(), plan.toString()));
  }

  private static List<String> jvmOptions() {
    List<String> options = new ArrayList<>();
    // Beans of plans and scripts in them reach into these packages, as stock JMeter lets them.
    for (String opened : List.of("lang", "lang.invoke", "text", "util")) {
      options.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    options.addAll(HookJvm.sinceJava24("--sun-misc-unsafe-memory-access=allow")); // XStream
    return options;
  }

  @Override
  public ToolVerdict verdict(int exitCode) {
    return JVM.verdict(exitCode);
  }

  @Override
  public String message(int exitCode, LogTail log) {
    return JVM.message(exitCode, log);
  }
}
