package ru.perfscale.bootstrap.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A program that Go builds from one pinned module. The module's archive is hashed here, against the
 * lock; its own go.sum then pins every dependency, which Go checks.
 */
final class GoModule {
  private static final Pattern GO_VERSION = Pattern.compile("(\\d+)\\.(\\d+)");
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(30);
  private static final int TOLD_CHARACTERS = 1_000;

  /** Of the user's own Go settings, those stay that say where modules come from. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("GOTOOLCHAIN", "local", "GOFLAGS", "", "GOWORK", "off", "CGO_ENABLED", "0");

  private final SearchPath path;
  private final String module;
  private final String sum;
  private final String leastGo;
  private final ProgramVersions versions =
      new ProgramVersions(Pattern.compile("go(\\d+\\.\\d+)"), "version");

  /**
   * @param lock the module with its {@code h1:} sum, then {@code go} with the least version
   */
  GoModule(SearchPath path, Lock lock) {
    this.path = path;
    this.module = lock.entries().get(0).name();
    this.sum = lock.entries().get(0).digest();
    this.leastGo = lock.entries().get(1).digest();
  }

  String version() {
    return module.substring(module.indexOf("@v") + 2);
  }

  String leastGo() {
    return leastGo;
  }

  /** Why it cannot be built on this machine. */
  Optional<String> obstacle() throws IOException, InterruptedException {
    Optional<Path> go = path.first("go");
    if (go.isEmpty()) {
      return Optional.of("there is no Go on the PATH to build it with");
    }
    String version = versions.of(go.get());
    Matcher found = GO_VERSION.matcher(version);
    Matcher least = GO_VERSION.matcher(leastGo);
    if (!found.matches() || !least.matches()) {
      return Optional.of(go.get() + " does not tell its version");
    }
    boolean tooOld =
        number(found, 1) < number(least, 1)
            || number(found, 1) == number(least, 1) && number(found, 2) < number(least, 2);
    return tooOld
        ? Optional.of(go.get() + " is " + version + ", too old to build it")
        : Optional.empty();
  }

  private static int number(Matcher version, int group) {
    return Integer.parseInt(version.group(group));
  }

  /** Leaves the program alone in a directory. */
  void build(Path into, String program, Consumer<String> progress)
      throws IOException, InterruptedException {
    String task = "installing " + program + " " + version() + ": ";
    Path source = Files.createDirectory(into.resolve("source"));
    progress.accept(task + "fetching the module");
    unpack(archive(source), source);
    progress.accept(task + "building, this takes a minute or two");
    String target = into.resolve(program).toString();
    Command.Output built =
        go(source, BUILD_LIMIT, "build", "-mod=readonly", "-trimpath", "-o", target, ".");
    if (built.exit() != 0) {
      throw new InstallFailed("go build of " + module + " failed: " + tail(built.errors()));
    }
    ToolCache.delete(source);
  }

  private Path archive(Path directory) throws IOException, InterruptedException {
    Command.Output output = go(directory, DOWNLOAD_LIMIT, "mod", "download", "-json", module);
    JsonNode answer =
        output.text().isEmpty() ? new ObjectMapper().createObjectNode() : parse(output.text());
    if (output.exit() != 0 || !answer.hasNonNull("Zip")) {
      throw new InstallFailed(
          "go mod download "
              + module
              + " failed: "
              + tail(answer.path("Error").asText(output.errors())));
    }
    Path archive = Path.of(answer.get("Zip").asText());
    String found = Digests.goModule(archive);
    if (!found.equals(sum)) {
      throw new InstallFailed(
          module + " was refused: its sum is " + found + ", the lock file says " + sum);
    }
    return archive;
  }

  private JsonNode parse(String text) throws IOException {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new IOException("go mod download " + module + " answered no JSON: " + tail(text), e);
    }
  }

  private void unpack(Path archive, Path into) throws IOException {
    String prefix = module + "/";
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Path target = into.resolve(entry.getName().substring(prefix.length())).normalize();
        if (!entry.getName().startsWith(prefix) || !target.startsWith(into)) {
          throw new InstallFailed(module + " holds a file outside of itself: " + entry.getName());
        }
        Files.createDirectories(target.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, target);
        }
      }
    }
  }

  private Command.Output go(Path directory, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    Path go = path.first("go").orElseThrow(() -> new IOException("there is no Go on the PATH"));
    String[] command = new String[arguments.length + 1];
    command[0] = go.toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Command.run(directory, ENVIRONMENT, limit, command);
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - TOLD_CHARACTERS));
  }
}
