package ru.perfscale.runner.engine.tool;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;

/**
 * Any program. A script that starts with {@code #!} is run by the interpreter it names, any other
 * text by {@code /bin/sh}; either way it is the file {@code script} in the work directory. It may
 * write samples to the pipe named by {@code PERFSCALE_SAMPLES}; one that writes none is judged by
 * its exit code alone. {@code PERFSCALE_USERS} and {@code PERFSCALE_DURATION} (seconds, with
 * decimals if need be) are set when the run has them. When the main process ends, the run is over
 * and what it started is killed.
 */
public final class Custom implements LoadTool {
  private static final LatencyMeaning LATENCY =
      new LatencyMeaning("as the command measures it", Duration.ofNanos(1));

  @Override
  public String name() {
    return "custom";
  }

  @Override
  public LatencyMeaning latency() {
    return LATENCY;
  }

  /** As Ctrl-C in a terminal does, the signal reaches the tool behind a shell script, too. */
  @Override
  public GracefulStop gracefulStop() {
    return GracefulStop.TERMINATE_GROUP;
  }

  @Override
  public boolean needsInstallation() {
    return false;
  }

  @Override
  public Invocation prepare(ToolInstallation installation, RunSpec spec, Path directory)
      throws IOException {
    Map<String, String> environment = new TreeMap<>();
    spec.users().ifPresent(users -> environment.put("PERFSCALE_USERS", Integer.toString(users)));
    spec.duration()
        .ifPresent(length -> environment.put("PERFSCALE_DURATION", decimalSeconds(length)));
    // Not on the command line, which everyone may read and which holds 128 KiB at most.
    Path script = directory.resolve("script");
    Files.createFile(
        script, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.write(script, spec.script().getBytes(StandardCharsets.UTF_8));
    return new Invocation(
        spec.script().startsWith("#!") ? List.of(script.toString()) : List.of("/bin/sh", "script"),
        environment);
  }

  @Override
  public ToolVerdict verdict(int exitCode) {
    return exitCode == 0 ? ToolVerdict.PASSED : ToolVerdict.TOOL_FAILED;
  }

  @Override
  public String message(int exitCode, LogTail log) {
    return exitCode == 0 ? "The command ended with exit code 0" : failure(exitCode, log);
  }

  private static String failure(int exitCode, LogTail log) {
    String last = LogLines.last(log, 3);
    return "The command ended with exit code " + exitCode + (last.isEmpty() ? "" : ":\n" + last);
  }

  static String decimalSeconds(Duration length) {
    return new BigDecimal(length.toNanos()).movePointLeft(9).stripTrailingZeros().toPlainString();
  }
}
