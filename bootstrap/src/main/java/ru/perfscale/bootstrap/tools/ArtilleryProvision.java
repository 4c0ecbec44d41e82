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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ru.perfscale.runner.engine.tool.Artillery;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Artillery: the command on the PATH, or one made of its pinned npm packages with its own Node. */
final class ArtilleryProvision implements Provision {
  static final String LEAST_NODE = "22.18";

  private static final String TOOL = "artillery";
  private static final Pattern TOLD =
      Pattern.compile("(\\d\\S*)\\s+Node\\.js:\\s+v((\\d+)\\.(\\d+)\\S*)");
  private static final int LEAST_MAJOR = 22;
  private static final int LEAST_MINOR = 18;

  private final SearchPath path;
  private final ToolCache cache;
  private final RunAccess access;
  private final NodePackages packages;
  private final ProgramVersions versions =
      new ProgramVersions(Pattern.compile("Artillery: (" + TOLD + ")"), "--version");

  ArtilleryProvision(SearchPath path, ToolCache cache, RunAccess access, NodePackages packages) {
    this.path = path;
    this.cache = cache;
    this.access = access;
    this.packages = packages;
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
    Matcher told = TOLD.matcher(versions.of(file));
    if (!told.matches()) {
      return new ToolState.Ignored(TOOL, "", file, "it does not tell its version");
    }
    String version = told.group(1);
    if (!Artillery.supports(version)) {
      String why = "its version " + version + " is not the tested one, " + Artillery.VERSION;
      return new ToolState.Ignored(TOOL, version, file, why);
    }
    int major = Integer.parseInt(told.group(3));
    if (major < LEAST_MAJOR
        || major == LEAST_MAJOR && Integer.parseInt(told.group(4)) < LEAST_MINOR) {
      String why = "it needs Node " + LEAST_NODE + " or newer, and uses " + told.group(2);
      return new ToolState.Ignored(TOOL, version, file, why);
    }
    List<Path> needed = new ArrayList<>(List.of(file));
    if (looksForNode(file)) {
      path.first("node").ifPresent(needed::add);
    }
    for (Path part : needed) {
      Optional<String> complaint = access.complaint(part);
      if (complaint.isPresent()) {
        return new ToolState.Ignored(TOOL, version, file, complaint.get());
      }
    }
    return new ToolState.Installed(TOOL, version, file);
  }

  private static boolean looksForNode(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(256), StandardCharsets.ISO_8859_1);
      return head.lines().findFirst().orElse("").matches("#!.*\\benv node\\b.*");
    }
  }

  private String entry() {
    return TOOL + "-" + packages.version();
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
      return new ToolState.Installed(TOOL, packages.version(), cached);
    }
    Optional<String> obstacle = packages.obstacle();
    if (obstacle.isPresent()) {
      String whatToDo = "put npm %d or newer, or Artillery %s with Node %s or newer, on the PATH";
      return new ToolState.Unavailable(
          TOOL,
          obstacle.get(),
          whatToDo.formatted(NodePackages.LEAST_NPM, Artillery.VERSION, LEAST_NODE));
    }
    return new ToolState.Installable(
        TOOL, packages.version(), "with npm, from its pinned packages");
  }

  @Override
  public Optional<Packable> packable() {
    return Optional.of(new Packable(entry(), false, (into, entry) -> packages.tryNode(into)));
  }

  @Override
  public boolean canInstall() throws IOException, InterruptedException {
    return withoutPath() instanceof ToolState.Installable;
  }

  @Override
  public ToolInstallation install(Consumer<String> progress)
      throws IOException, InterruptedException {
    cache.install(entry(), into -> packages.create(into, progress));
    return new ToolInstallation(TOOL, packages.version(), cached());
  }
}
