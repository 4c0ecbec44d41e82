package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import ru.perfscale.runner.engine.tool.Locust;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Locust: the command on the PATH, or one in a virtual environment made of its pinned wheels. */
final class LocustProvision implements Provision {
  private static final String TOOL = "locust";
  private static final String FROM = " from ";

  private final SearchPath path;
  private final ToolCache cache;
  private final RunAccess access;
  private final PythonEnvironment python;

  /** Version and, behind {@link #FROM}, the package's directory. */
  private final ProgramVersions versions =
      new ProgramVersions(
          Pattern.compile("locust (\\d\\S*(?:" + FROM + ".+?)?)(?= \\(|$)"), "--version");

  LocustProvision(SearchPath path, ToolCache cache, RunAccess access, PythonEnvironment python) {
    this.path = path;
    this.cache = cache;
    this.access = access;
    this.python = python;
  }

  @Override
  public String tool() {
    return TOOL;
  }

  @Override
  public Optional<ToolInstallation> find() throws IOException, InterruptedException {
    return states().getFirst() instanceof ToolState.Installed found
        ? Optional.of(new ToolInstallation(TOOL, found.version(), found.where()))
        : Optional.empty();
  }

  @Override
  public List<ToolState> states() throws IOException, InterruptedException {
    List<ToolState> usable = new ArrayList<>();
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

  private ToolState judge(Path file) throws IOException, InterruptedException {
    String[] told = versions.of(file).split(FROM, 2);
    String version = told[0];
    if (version.isEmpty()) {
      return new ToolState.Ignored(TOOL, version, file, "it does not tell its version");
    }
    if (!Locust.supports(version)) {
      String why = "its version " + version + " is outside the tested range " + Locust.VERSIONS;
      return new ToolState.Ignored(TOOL, version, file, why);
    }
    List<Path> needed = new ArrayList<>(List.of(file));
    interpreter(file).ifPresent(needed::add);
    if (told.length > 1 && told[1].startsWith("/")) {
      needed.add(Path.of(told[1]));
    }
    for (Path part : needed) {
      Optional<String> complaint = access.complaint(part);
      if (complaint.isPresent()) {
        return new ToolState.Ignored(TOOL, version, file, complaint.get());
      }
    }
    return new ToolState.Installed(TOOL, version, file);
  }

  /** What the first line of a script names. */
  private static Optional<Path> interpreter(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(256);
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (!text.startsWith("#!")) {
      return Optional.empty();
    }
    String[] words = text.substring(2).strip().split("\\s", 2);
    return words[0].startsWith("/") ? Optional.of(Path.of(words[0])) : Optional.empty();
  }

  private String entry() {
    return TOOL + "-" + python.version();
  }

  private Path cached() {
    return cache.entry(entry()).resolve("bin").resolve(TOOL);
  }

  private ToolState withoutPath() throws IOException, InterruptedException {
    Path cached = cached();
    Optional<String> complaint = access.complaint(cached);
    if (complaint.isPresent()) {
      return ToolState.unreachableCache(TOOL, complaint.get());
    }
    if (cache.holds(entry())) {
      return fromCache(cached);
    }
    Optional<String> obstacle = python.obstacle();
    if (obstacle.isPresent()) {
      String whatToDo =
          "put Python %s or newer with its venv module (Debian's package python3-venv), or Locust"
              + " %s, on the PATH, where other users reach it";
      return new ToolState.Unavailable(
          TOOL,
          obstacle.get(),
          whatToDo.formatted(PythonEnvironment.LEAST_PYTHON, Locust.VERSIONS));
    }
    return new ToolState.Installable(
        TOOL, python.version(), "with Python, from its pinned packages");
  }

  /** The Python it was made with may have gone, or be another one since. */
  private ToolState fromCache(Path cached) throws IOException, InterruptedException {
    if (Files.isExecutable(cached) && versions.of(cached).startsWith(python.version() + FROM)) {
      return new ToolState.Installed(TOOL, python.version(), cached);
    }
    return new ToolState.Unavailable(
        TOOL,
        cached + " does not start",
        "delete " + cache.entry(entry()) + " and install it again");
  }

  @Override
  public Optional<Packable> packable() {
    return Optional.of(new Packable(entry(), false, python::connect));
  }

  @Override
  public boolean canInstall() throws IOException, InterruptedException {
    return withoutPath() instanceof ToolState.Installable;
  }

  @Override
  public ToolInstallation install(Consumer<String> progress)
      throws IOException, InterruptedException {
    cache.install(entry(), into -> python.create(into, progress));
    return new ToolInstallation(TOOL, python.version(), cached());
  }
}
