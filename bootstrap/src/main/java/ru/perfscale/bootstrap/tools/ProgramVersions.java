package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks programs their version, once each: machines are looked at often, and programs change seldom.
 */
final class ProgramVersions {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private final Pattern pattern;
  private final List<String> arguments;
  private final Map<Program, String> known = new ConcurrentHashMap<>();

  /**
   * @param pattern its first group is the version, in what the program prints
   * @param arguments what to call the program with
   */
  ProgramVersions(Pattern pattern, String... arguments) {
    this.pattern = pattern;
    this.arguments = List.of(arguments);
  }

  /** A new file at the same place is another program. */
  private record Program(Path file, FileTime modified, long size) {}

  /** The version, empty if the program does not tell it. */
  String of(Path file) throws IOException, InterruptedException {
    Program program = new Program(file, Files.getLastModifiedTime(file), Files.size(file));
    String version = known.get(program);
    if (version == null) {
      version = ask(file);
      known.put(program, version);
    }
    return version;
  }

  private String ask(Path file) throws InterruptedException {
    try {
      List<String> command = new ArrayList<>(List.of(file.toString()));
      command.addAll(arguments);
      Command.Output output =
          Command.run(Path.of("/"), Map.of(), ANSWER_LIMIT, command.toArray(String[]::new));
      Matcher version = pattern.matcher(output.text());
      return output.exit() == 0 && version.find() ? version.group(1) : "";
    } catch (IOException e) {
      return ""; // It cannot be executed or hangs: whatever it is, it is of no use.
    }
  }
}
