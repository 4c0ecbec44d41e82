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
 * its exit code alone: 126 and 127, by which shells tell of a command that cannot be executed or is
 * not there, and what a script that cannot be started ends with, are errors of the script.
 *
 * <p>{@code PERFSCALE_USERS} and {@code PERFSCALE_DURATION} (seconds, with decimals if need be) are
 * set when the run has them, {@code PERFSCALE_SHARE} (as {@code 2/5}) always: what to make of them
 * is the command's own affair. When the main process ends, the run is over and what it started is
 * killed.
 */
public final class Custom implements LoadTool {
  private static final LatencyMeaning LATENCY =
      new LatencyMeaning("as the command measures it", Duration.ofNanos(1));

  /** What shells end with when a command cannot be executed, or is not there. */
  private static final int NOT_EXECUTABLE = 126;

  private static final int NOT_FOUND = 127;

  /** A script with a syntax error must not run up to it. */
  private static final String CHECK_AND_RUN =
      "/bin/sh -n script && exec /bin/sh script; exit " + NOT_EXECUTABLE;

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
    return new Invocation(command(script, spec.script()), environment);
  }

  private static List<String> command(Path script, String text) {
    if (!text.startsWith("#!")) {
      return List.of("/bin/sh", "-c", CHECK_AND_RUN);
    }
    String line = text.substring(2, text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n'));
    // As the kernel reads it: a carriage return is a part of the name.
    String interpreter = line.replaceFirst("^[ \t]+", "").replaceFirst("[ \t].*", "");
    if (Files.exists(script.resolveSibling(interpreter.isEmpty() ? "?" : interpreter))) {
      return List.of(script.toString());
    }
    String why =
        interpreter.endsWith("\r")
            ? "its lines end with CR LF; LF alone would be right"
            : "its first line names the interpreter '" + interpreter + "', which is not there";
    return List.of("/bin/sh", "-c", "echo \"$1\" >&2; exit " + NOT_FOUND, "sh", why);
  }

  @Override
  public ToolVerdict verdict(int exitCode) {
    return switch (exitCode) {
      case 0 -> ToolVerdict.PASSED;
      case NOT_EXECUTABLE, NOT_FOUND -> ToolVerdict.SCRIPT_ERROR;
      default -> ToolVerdict.TOOL_FAILED;
    };
  }

  @Override
  public String message(int exitCode, LogTail log) {
    String end =
        verdict(exitCode) == ToolVerdict.SCRIPT_ERROR
            ? "The script cannot run (exit code " + exitCode + ")"
            : "The command ended with exit code " + exitCode;
    String last = exitCode == 0 ? "" : LogLines.last(log, 3);
    return last.isEmpty() ? end : end + ":\n" + last;
  }

  static String decimalSeconds(Duration length) {
    return new BigDecimal(length.toNanos()).movePointLeft(9).stripTrailingZeros().toPlainString();
  }
}
