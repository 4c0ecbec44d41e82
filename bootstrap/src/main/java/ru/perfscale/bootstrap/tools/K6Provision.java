package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import ru.perfscale.runner.engine.tool.K6;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/**
 * k6: one executable, found on the PATH or built by Go from its pinned module; or, before these,
 * the one with our output.
 */
final class K6Provision implements Provision {
  private static final String TOOL = "k6";
  private static final Pattern RELEASE = Pattern.compile("[0-9.]+");

  private final SearchPath path;
  private final ToolCache cache;
  private final RunAccess access;
  private final GoModule module;
  private final K6OutputProvision output;
  private final ProgramVersions versions =
      new ProgramVersions(Pattern.compile("k6 v(\\S+)"), "version");

  K6Provision(
      SearchPath path,
      ToolCache cache,
      RunAccess access,
      GoModule module,
      K6OutputProvision output) {
    this.path = path;
    this.cache = cache;
    this.access = access;
    this.module = module;
    this.output = output;
  }

  @Override
  public String tool() {
    return TOOL;
  }

  @Override
  public Optional<ToolInstallation> find() throws IOException, InterruptedException {
    Optional<ToolInstallation> withOutput = output.find();
    if (withOutput.isPresent()) {
      return withOutput;
    }
    for (Path file : path.all(TOOL)) {
      if (judge(file) instanceof ToolState.Installed found) {
        return Optional.of(
            new ToolInstallation(TOOL, found.version(), reachable(file, found.version())));
      }
    }
    Path cached = cached(module.version());
    return Files.isExecutable(cached) && access.reaches(cached)
        ? Optional.of(installation(cached))
        : Optional.empty();
  }

  private Path cached(String version) {
    return cache.entry(entry(version)).resolve(TOOL);
  }

  private static String entry(String version) {
    return TOOL + "-" + version;
  }

  private ToolInstallation installation(Path file) {
    return new ToolInstallation(TOOL, module.version(), file);
  }

  /** A user who cannot enter the directory that k6 lies in gets a copy: it is one file. */
  private Path reachable(Path file, String version) throws IOException, InterruptedException {
    if (access.reaches(file)) {
      return file;
    }
    cache.install(entry(version), into -> Files.copy(file, into.resolve(TOOL)));
    return cached(version);
  }

  private ToolState judge(Path file) throws IOException, InterruptedException {
    String version = versions.of(file);
    if (version.isEmpty()) {
      return new ToolState.Ignored(TOOL, version, file, "it does not tell its version");
    }
    if (!RELEASE.matcher(version).matches() || !K6.supports(version)) {
      String why = "its version " + version + " is outside the tested range " + K6.VERSIONS;
      return new ToolState.Ignored(TOOL, version, file, why);
    }
    Optional<String> complaint = access.complaint(file);
    if (complaint.isPresent() && !access.reaches(cache.directory())) {
      return new ToolState.Ignored(
          TOOL, version, file, complaint.get() + "; the cache directory is closed, too");
    }
    return new ToolState.Installed(TOOL, version, file);
  }

  @Override
  public List<ToolState> states() throws IOException, InterruptedException {
    List<ToolState> usable = new ArrayList<>();
    output
        .find()
        .map(found -> new ToolState.Installed(TOOL, found.version(), found.home()))
        .ifPresent(usable::add);
    List<ToolState> ignored = new ArrayList<>();
    for (Path file : path.all(TOOL)) {
      ToolState state = judge(file);
      (state instanceof ToolState.Ignored ? ignored : usable).add(state);
    }
    if (usable.isEmpty()) {
      usable.add(withoutPath());
    }
    usable.addAll(ignored);
    return usable;
  }

  private ToolState withoutPath() throws IOException, InterruptedException {
    Path cached = cached(module.version());
    Optional<String> complaint = access.complaint(cached);
    if (complaint.isPresent()) {
      return ToolState.unreachableCache(TOOL, complaint.get());
    }
    if (Files.isExecutable(cached)) {
      return new ToolState.Installed(TOOL, module.version(), cached);
    }
    Optional<String> obstacle = module.obstacle();
    if (obstacle.isPresent()) {
      return new ToolState.Unavailable(
          TOOL,
          obstacle.get(),
          "put Go " + module.leastGo() + " or newer, or k6 " + K6.VERSIONS + ", on the PATH");
    }
    return new ToolState.Installable(TOOL, module.version(), "with Go, from its pinned module");
  }

  @Override
  public Optional<Packable> packable() {
    return Optional.of(new Packable(entry(module.version()), false, Packable.NOTHING));
  }

  @Override
  public boolean canInstall() throws IOException, InterruptedException {
    return withoutPath() instanceof ToolState.Installable;
  }

  @Override
  public ToolInstallation install(Consumer<String> progress)
      throws IOException, InterruptedException {
    cache.install(entry(module.version()), into -> module.build(into, TOOL, progress));
    return installation(cached(module.version()));
  }
}
