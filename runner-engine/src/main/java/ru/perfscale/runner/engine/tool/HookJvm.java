package ru.perfscale.runner.engine.tool;

import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import ru.perfscale.runner.engine.LogTail;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.ToolVerdict;

/**
 * How a tool that is a Java library starts and ends: in a JVM of its own (the one we run on), by
 * our launcher, whose jar travels as a resource.
 *
 * @param tool its name for messages
 * @param jar the launcher's jar among our resources
 * @param launcher the class with its {@code main}
 * @param refusal what the launcher writes before the reason why a script cannot run
 * @param options of the JVM; the run's variable {@code JVM_ARGS} wins over them
 */
record HookJvm(String tool, String jar, String launcher, String refusal, List<String> options) {
  private static final int SCRIPT_REFUSED = 65;
  private static final String ARGUMENTS = "JVM_ARGS";

  /** Read and deleted by the launcher before anything of the script runs. */
  private static final String GIVEN = ".perfscale-given";

  /**
   * @param classPath of the tool; the launcher comes last
   * @param arguments of the launcher
   */
  Invocation invocation(
      RunSpec spec, Path directory, List<String> classPath, List<String> arguments)
      throws IOException {
    Path hook = HookFile.copy(jar, directory);
    writeGiven(spec, directory.resolve(GIVEN));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+ExitOnOutOfMemoryError", "-Dstderr.encoding=UTF-8"));
    // Its file in /tmp is named by the process id, which is the same in each PID namespace.
    command.add("-XX:-UsePerfData");
    command.addAll(options);
    // The JDK takes the home of the user's account, which the tools' user may not have.
    command.add("-Duser.home=" + directory);
    command.add("-Djava.io.tmpdir=" + directory);
    String jvmArguments = spec.environment().get(ARGUMENTS);
    if (jvmArguments == null) {
      jvmArguments = spec.parameters().get(ARGUMENTS);
    }
    if (jvmArguments != null) {
      // Through a file: on the command line everyone could read them.
      Path file = Files.writeString(directory.resolve("jvm-arguments"), jvmArguments);
      command.add("@" + file);
    }
    command.add("-cp");
    command.add(
        String.join(
            File.pathSeparator,
            Stream.concat(classPath.stream(), Stream.of(hook.toString())).toList()));
    command.add(launcher);
    command.addAll(arguments);
    return new Invocation(command, environment(spec));
  }

  private static void writeGiven(RunSpec spec, Path file) throws IOException {
    Properties given = new Properties();
    given.putAll(spec.parameters());
    given.putAll(spec.secrets());
    if (given.isEmpty()) {
      return;
    }
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Writer writer = Files.newBufferedWriter(file)) {
      given.store(writer, null);
    }
  }

  /** What the launcher's exit codes mean, as far as they are the same for every tool. */
  ToolVerdict verdict(int exitCode) {
    return switch (exitCode) {
      case 0 -> ToolVerdict.PASSED;
      case SCRIPT_REFUSED -> ToolVerdict.SCRIPT_ERROR;
      default -> ToolVerdict.TOOL_FAILED;
    };
  }

  /** Why it ended so. */
  String message(int exitCode, LogTail log) {
    String end = tool + " ended with exit code " + exitCode;
    if (exitCode == 0) {
      return end;
    }
    int refused = log.text().lastIndexOf(refusal);
    return exitCode == SCRIPT_REFUSED && refused >= 0
        ? LogLines.shorten(log.text().substring(refused).strip())
        : end + ":\n" + LogLines.last(log, 3);
  }

  /** A JVM that warns of it would put the warning into each log. */
  static List<String> sinceJava24(String... options) {
    return Runtime.version().feature() >= 24 ? List.of(options) : List.of();
  }

  private static Map<String, String> environment(RunSpec spec) {
    Map<String, String> environment = new HashMap<>();
    spec.users().ifPresent(users -> environment.put("PERFSCALE_USERS", Integer.toString(users)));
    spec.duration()
        .map(length -> length.plusNanos(999_999_999).toSeconds())
        .ifPresent(seconds -> environment.put("PERFSCALE_DURATION", Long.toString(seconds)));
    return environment;
  }
}
