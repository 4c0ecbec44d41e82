package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import ru.perfscale.runner.engine.ToolMissing;
import ru.perfscale.runner.engine.tool.LoadTools;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/**
 * The load tools of this machine.
 *
 * <pre>{@code
 * MachineTools tools = MachineTools.of(cacheDirectory);
 * ToolInstallation jmeter = tools.install("jmeter", System.out::println);
 * }</pre>
 *
 * <p>Looking never downloads, writes at most a copy into the cache, and may start a candidate to
 * ask its version. Safe for any number of threads.
 */
public final class MachineTools implements ToolFinder {
  private final List<Provision> provisions;
  private final boolean online;

  MachineTools(List<Provision> provisions) {
    this(provisions, true);
  }

  private MachineTools(List<Provision> provisions, boolean online) {
    this.provisions = List.copyOf(provisions);
    this.online = online;
  }

  /**
   * The tools on the PATH of this process and below the cache directory, which is made when
   * something is installed.
   */
  public static MachineTools of(Path cacheDirectory) {
    return of(
        checkout(),
        SearchPath.of(System.getenv()),
        cache(cacheDirectory),
        RunAccess.ofThisProcess());
  }

  static MachineTools of(
      Optional<Path> checkout, SearchPath path, ToolCache cache, RunAccess access) {
    return new MachineTools(provisions(checkout, path, cache, access));
  }

  static ToolCache cache(Path cacheDirectory) {
    return new ToolCache(cacheDirectory.toAbsolutePath().resolve("tools"));
  }

  /** How each tool is found and installed. */
  static List<Provision> provisions(ToolCache cache) {
    return provisions(checkout(), SearchPath.of(System.getenv()), cache, RunAccess.ofThisProcess());
  }

  private static List<Provision> provisions(
      Optional<Path> checkout, SearchPath path, ToolCache cache, RunAccess access) {
    GoModule module = new GoModule(path, Lock.read("k6.lock"));
    K6OutputProvision output =
        new K6OutputProvision(checkout, cache, access, new Go(path, module.leastGo()));
    return List.of(
        new K6Provision(path, cache, access, module, output),
        output,
        new JMeterProvision(path, cache, access, new MavenArtifacts(), Lock.read("jmeter.lock")),
        new GatlingProvision(cache, access, new MavenArtifacts(), Lock.read("gatling.lock")),
        new LocustProvision(
            path,
            cache,
            access,
            new PythonEnvironment(path, access, "locust", Lock.text("locust.lock"))),
        new ArtilleryProvision(
            path,
            cache,
            access,
            new NodePackages(
                path,
                "artillery",
                Lock.text("artillery/package.json"),
                Lock.text("artillery/package-lock.json"))),
        new CustomProvision(path));
  }

  /** Where {@code ./perfscale} was started from. */
  private static Optional<Path> checkout() {
    return Optional.ofNullable(System.getProperty("perfscale.home")).map(Path::of);
  }

  /** As {@link #of}, but nothing is ever fetched: what is there is used, the rest is missing. */
  public static MachineTools offline(Path cacheDirectory) {
    return new MachineTools(of(cacheDirectory).provisions, false);
  }

  /** What is known of each of the six tools, in the engine's order. */
  public List<ToolState> list() {
    List<ToolState> states = new ArrayList<>();
    for (String tool : LoadTools.NAMES) {
      states.addAll(states(tool));
    }
    return states;
  }

  /** As {@link #list}, and of what is no tool of its own but makes one better. */
  public List<ToolState> listWithExtensions() {
    List<ToolState> states = new ArrayList<>(list());
    provisions.stream()
        .map(Provision::tool)
        .filter(name -> !LoadTools.NAMES.contains(name))
        .forEach(name -> states.addAll(states(name)));
    return states;
  }

  /**
   * Whether {@link #install} has a chance: the tool is known and what its installation needs is on
   * this machine.
   */
  public boolean canInstall(String tool) {
    return online && provision(tool).map(found -> attempt(tool, found::canInstall)).orElse(false);
  }

  /**
   * The tool, ready to use.
   *
   * @throws ToolMissing saying why it is not there and what to do
   */
  @Override
  public ToolInstallation find(String tool) {
    return provision(tool)
        .flatMap(found -> attempt(tool, found::find))
        .orElseThrow(() -> missing(tool));
  }

  /**
   * Installs a tool, or returns the installation that is there. Two processes that install the same
   * tool do it once.
   *
   * @param progress told each step, such as {@code installing jmeter 5.6.3: 80 of 143 artifacts};
   *     called by this thread
   * @throws ToolMissing if this machine cannot install it
   * @throws InstallFailed if the installation was tried and did not come about; an interrupted
   *     thread keeps its mark
   */
  public ToolInstallation install(String tool, Consumer<String> progress) {
    Optional<Provision> provision = provision(tool);
    Optional<ToolInstallation> present = provision.flatMap(found -> attempt(tool, found::find));
    if (present.isPresent()) {
      return present.get();
    }
    Provision able = provision.filter(found -> canInstall(tool)).orElseThrow(() -> missing(tool));
    return attempt(tool, () -> able.install(progress));
  }

  private Optional<Provision> provision(String tool) {
    return provisions.stream().filter(candidate -> candidate.tool().equals(tool)).findFirst();
  }

  /** Of a tool of the engine; each has its provision. */
  private List<ToolState> states(String tool) {
    return attempt(tool, provision(tool).orElseThrow()::states).stream()
        .map(this::asFarAsAllowed)
        .toList();
  }

  private ToolState asFarAsAllowed(ToolState state) {
    return state instanceof ToolState.Installable && !online
        ? new ToolState.Unavailable(
            state.tool(),
            "not in the cache",
            "nothing may be fetched (--offline or PERFSCALE_OFFLINE)")
        : state;
  }

  private ToolMissing missing(String tool) {
    if (!LoadTools.NAMES.contains(tool) && provision(tool).isEmpty()) {
      return new ToolMissing(tool, "'" + tool + "' is no tool; the tools are " + LoadTools.NAMES);
    }
    String known = states(tool).stream().map(ToolState::text).collect(Collectors.joining("; "));
    String allowed =
        online
            ? ""
            : "; offline, so nothing is fetched: bring it with perfscale tools import FILE, made by"
                + " perfscale tools export on another machine";
    return new ToolMissing(tool, tool + " is not installed: " + known + allowed);
  }

  private static <T> T attempt(String tool, Attempt<T> attempt) {
    try {
      return attempt.run();
    } catch (IOException e) {
      throw new UncheckedIOException(tool + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InstallFailed(tool + ": interrupted", e);
    }
  }

  private interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }
}
