package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Go command of this machine, for builds that depend on nothing of its user's own settings. */
final class Go {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(30);
  private static final int TOLD_CHARACTERS = 1_000;

  /** Of the user's own Go settings, those stay that say where modules come from. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("GOTOOLCHAIN", "local", "GOFLAGS", "", "GOWORK", "off", "CGO_ENABLED", "0");

  private final SearchPath path;
  private final String least;
  private final ProgramVersions versions =
      new ProgramVersions(Pattern.compile("go(\\d+\\.\\d+)"), "version");

  /**
   * Looks for nothing yet.
   *
   * @param least version that will do, such as {@code 1.25}
   */
  Go(SearchPath path, String least) {
    this.path = path;
    this.least = least;
  }

  String least() {
    return least;
  }

  /** Why nothing can be built on this machine. */
  Optional<String> obstacle() throws IOException, InterruptedException {
    Optional<Path> go = path.first("go");
    if (go.isEmpty()) {
      return Optional.of("there is no Go on the PATH to build it with");
    }
    String version = versions.of(go.get());
    Matcher found = VERSION.matcher(version);
    Matcher needed = VERSION.matcher(least);
    if (!found.matches() || !needed.matches()) {
      return Optional.of(go.get() + " does not tell its version");
    }
    boolean tooOld =
        number(found, 1) < number(needed, 1)
            || number(found, 1) == number(needed, 1) && number(found, 2) < number(needed, 2);
    return tooOld
        ? Optional.of(go.get() + " is " + version + ", too old to build it")
        : Optional.empty();
  }

  private static int number(Matcher version, int group) {
    return Integer.parseInt(version.group(group));
  }

  /**
   * Builds the main package in a directory, with exactly the modules that its go.sum names.
   *
   * @param what for the message of a failure
   */
  void build(Path source, Path program, String what) throws IOException, InterruptedException {
    Command.Output built =
        run(
            source,
            BUILD_LIMIT,
            "build",
            "-mod=readonly",
            "-trimpath",
            "-buildvcs=false",
            "-o",
            program.toString(),
            ".");
    if (built.exit() != 0) {
      throw new InstallFailed("go build of " + what + " failed: " + tail(built.errors()));
    }
  }

  Command.Output run(Path directory, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    Path go = path.first("go").orElseThrow(() -> new IOException("there is no Go on the PATH"));
    String[] command = new String[arguments.length + 1];
    command[0] = go.toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Command.run(directory, ENVIRONMENT, limit, command);
  }

  /** The end of what Go said, where the reason stands. */
  static String tail(String text) {
    return text.substring(Math.max(0, text.length() - TOLD_CHARACTERS));
  }
}
