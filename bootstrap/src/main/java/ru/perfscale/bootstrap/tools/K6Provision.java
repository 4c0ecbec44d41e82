package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** k6: one executable, found on the PATH or built by Go from its pinned module. */
final class K6Provision implements Provision {
  private static final String TOOL = "k6";
  private static final Pattern VERSION = Pattern.compile("k6 v(\\S+)");
  private static final Pattern TESTED = Pattern.compile("2\\.2\\.\\d+");
  private static final String RANGE = "2.2.x";
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private final SearchPath path;
  private final ToolCache cache;
  private final RunAccess access;
  private final GoModule module;
  private final Map<Candidate, String> versions = new ConcurrentHashMap<>();

  K6Provision(SearchPath path, ToolCache cache, RunAccess access, GoModule module) {
    this.path = path;
    this.cache = cache;
    this.access = access;
    this.module = module;
  }

  /** A file whose version was asked; a new file at the same place is asked again. */
  private record Candidate(Path file, FileTime modified, long size) {
    static Candidate of(Path file) throws IOException {
      return new Candidate(file, Files.getLastModifiedTime(file), Files.size(file));
    }
  }

  @Override
  public String tool() {
    return TOOL;
  }

  @Override
  public Optional<ToolInstallation> find() throws IOException, InterruptedException {
    for (Path file : path.all(TOOL)) {
      String version = version(file);
      if (TESTED.matcher(version).matches()) {
        return Optional.of(new ToolInstallation(TOOL, version, reachable(file, version)));
      }
    }
    return cached();
  }

  private Optional<ToolInstallation> cached() throws IOException {
    Path file = cache.entry(entry(module.version())).resolve(TOOL);
    if (!Files.isExecutable(file)) {
      return Optional.empty();
    }
    return Optional.of(installation(file));
  }

  private ToolInstallation installation(Path file) throws IOException {
    access.require(file);
    return new ToolInstallation(TOOL, module.version(), file);
  }

  /**
   * Runs may execute as a user who cannot enter the directory that k6 lies in; a copy costs one
   * file.
   */
  private Path reachable(Path file, String version) throws IOException, InterruptedException {
    if (access.obstacle(file).isEmpty()) {
      return file;
    }
    Path copy =
        cache.install(entry(version), into -> Files.copy(file, into.resolve(TOOL))).resolve(TOOL);
    access.require(copy);
    return copy;
  }

  private static String entry(String version) {
    return TOOL + "-" + version;
  }

  @Override
  public List<ToolState> states() throws IOException, InterruptedException {
    List<ToolState> states = new ArrayList<>();
    for (Path file : path.all(TOOL)) {
      String version = version(file);
      if (TESTED.matcher(version).matches()) {
        states.add(0, new ToolState.Installed(TOOL, version, file));
      } else {
        String why =
            version.isEmpty()
                ? "it does not tell its version"
                : "its version " + version + " is outside the tested range " + RANGE;
        states.add(new ToolState.Ignored(TOOL, version, file, why));
      }
    }
    if (states.isEmpty() || states.getFirst() instanceof ToolState.Ignored) {
      states.add(0, withoutPath());
    }
    return states;
  }

  private ToolState withoutPath() throws IOException, InterruptedException {
    Optional<ToolInstallation> cached = cached();
    if (cached.isPresent()) {
      return new ToolState.Installed(TOOL, cached.get().version(), cached.get().home());
    }
    Optional<String> obstacle = module.obstacle();
    if (obstacle.isPresent()) {
      return new ToolState.Unavailable(
          TOOL,
          obstacle.get(),
          "put Go " + module.leastGo() + " or newer, or k6 " + RANGE + ", on the PATH");
    }
    return new ToolState.Installable(TOOL, module.version(), "with Go, from its pinned module");
  }

  @Override
  public boolean canInstall() throws IOException, InterruptedException {
    return module.obstacle().isEmpty();
  }

  @Override
  public ToolInstallation install(Consumer<String> progress)
      throws IOException, InterruptedException {
    Path entry = cache.install(entry(module.version()), into -> module.build(into, TOOL, progress));
    return installation(entry.resolve(TOOL));
  }

  private String version(Path file) throws IOException, InterruptedException {
    Candidate candidate = Candidate.of(file);
    String known = versions.get(candidate);
    if (known == null) {
      known = ask(file);
      versions.put(candidate, known);
    }
    return known;
  }

  private static String ask(Path file) throws InterruptedException {
    try {
      Command.Output output =
          Command.run(Path.of("/"), Map.of(), ANSWER_LIMIT, file.toString(), "version");
      Matcher version = VERSION.matcher(output.text());
      return output.exit() == 0 && version.find() ? version.group(1) : "";
    } catch (IOException e) {
      return ""; // Whatever it is, it is no k6 of ours.
    }
  }
}
