package ru.perfscale.runner.engine.tool;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ru.perfscale.runner.engine.RunSpec;

/**
 * How a tool that is a Java library starts: in a JVM of its own (the one we run on), by our
 * launcher, whose jar travels as a resource.
 *
 * @param jar the launcher's jar among our resources
 * @param launcher the class with its {@code main}
 * @param options of the JVM; the run's variable {@code JVM_ARGS} wins over them
 */
record HookJvm(String jar, String launcher, List<String> options) {
  /**
   * @param classPath of the tool; the launcher comes last
   * @param arguments of the launcher
   */
  Invocation invocation(
      RunSpec spec, Path directory, List<String> classPath, List<String> arguments)
      throws IOException {
    Path hook = HookFile.copy(jar, directory);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+ExitOnOutOfMemoryError", "-Dstderr.encoding=UTF-8"));
    command.addAll(options);
    // The JDK takes the home of the user's account, which the tools' user may not have.
    command.add("-Duser.home=" + directory);
    command.add("-Djava.io.tmpdir=" + directory);
    String jvmArguments = spec.environment().get("JVM_ARGS");
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
