package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import ru.perfscale.runner.engine.tool.JMeter;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/**
 * JMeter: a stock installation behind the {@code jmeter} on the PATH, or one made of its pinned
 * Maven artifacts.
 */
final class JMeterProvision implements Provision {
  private static final String TOOL = "jmeter";
  private static final String ENTRY = TOOL + "-" + JMeter.VERSION;
  private static final String SETTINGS = "lib/ApacheJMeter_config-" + JMeter.VERSION + ".jar";
  private static final String CORE = "lib/ext/ApacheJMeter_core.jar";

  private final SearchPath path;
  private final ToolCache cache;
  private final RunAccess access;
  private final MavenArtifacts artifacts;
  private final Lock lock;

  JMeterProvision(
      SearchPath path, ToolCache cache, RunAccess access, MavenArtifacts artifacts, Lock lock) {
    this.path = path;
    this.cache = cache;
    this.access = access;
    this.artifacts = artifacts;
    this.lock = lock;
  }

  @Override
  public String tool() {
    return TOOL;
  }

  @Override
  public Optional<ToolInstallation> find() throws IOException {
    for (ToolState state : onPath()) {
      if (state instanceof ToolState.Installed found) {
        return Optional.of(new ToolInstallation(TOOL, found.version(), found.where()));
      }
    }
    return fromCache() instanceof ToolState.Installed
        ? Optional.of(installation())
        : Optional.empty();
  }

  private ToolInstallation installation() {
    return new ToolInstallation(TOOL, JMeter.VERSION, cache.entry(ENTRY));
  }

  @Override
  public List<ToolState> states() throws IOException {
    List<ToolState> states = new ArrayList<>(onPath());
    if (states.stream().noneMatch(ToolState.Installed.class::isInstance)) {
      states.add(0, fromCache());
    }
    return states;
  }

  private ToolState fromCache() throws IOException {
    Path home = cache.entry(ENTRY);
    Optional<String> complaint = access.complaint(home.resolve(SETTINGS));
    if (complaint.isPresent()) {
      return ToolState.unreachableCache(TOOL, complaint.get());
    }
    return cache.holds(ENTRY)
        ? new ToolState.Installed(TOOL, JMeter.VERSION, home)
        : new ToolState.Installable(TOOL, JMeter.VERSION, "from its pinned Maven artifacts");
  }

  private List<ToolState> onPath() throws IOException {
    List<ToolState> states = new ArrayList<>();
    for (Path script : path.all(TOOL)) {
      states.add(judge(script));
    }
    return states;
  }

  private ToolState judge(Path script) throws IOException {
    Path home = script.toRealPath().getParent().getParent();
    Path core = home.resolve(CORE);
    if (!Files.isReadable(core)) {
      return new ToolState.Ignored(TOOL, "", script, "there is no " + core);
    }
    String version = version(core);
    if (!version.equals(JMeter.VERSION)) {
      return new ToolState.Ignored(
          TOOL,
          version,
          script,
          "its version '" + version + "' is not the tested one, " + JMeter.VERSION);
    }
    Optional<String> complaint = access.complaint(core);
    if (complaint.isPresent()) {
      return new ToolState.Ignored(TOOL, version, script, complaint.get());
    }
    return new ToolState.Installed(TOOL, version, home);
  }

  private static String version(Path core) throws IOException {
    try (JarFile jar = new JarFile(core.toFile())) {
      Manifest manifest = jar.getManifest();
      String version =
          manifest == null ? null : manifest.getMainAttributes().getValue("Implementation-Version");
      return version == null ? "" : version;
    }
  }

  @Override
  public Optional<Packable> packable() {
    return Optional.of(new Packable(ENTRY, true, this::check));
  }

  @Override
  public boolean canInstall() throws IOException {
    return fromCache() instanceof ToolState.Installable;
  }

  private void check(Path unpacked, PackManifest.Entry entry) throws IOException {
    MavenArtifacts.requireLocked(lock.entries(), unpacked.resolve("lib"));
    // Out of the locked artifact, whatever the pack has.
    ToolCache.delete(unpacked.resolve("bin"));
    unpackSettings(unpacked);
  }

  @Override
  public ToolInstallation install(Consumer<String> progress)
      throws IOException, InterruptedException {
    String task = "installing " + TOOL + " " + JMeter.VERSION + ": ";
    cache.install(
        ENTRY,
        into -> {
          Path lib = Files.createDirectory(into.resolve("lib"));
          String all = " of " + lock.entries().size() + " artifacts";
          artifacts.copy(lock.entries(), lib, done -> progress.accept(task + done + all));
          unpackSettings(into);
        });
    return installation();
  }

  private static void unpackSettings(Path home) throws IOException {
    Path bin = Files.createDirectory(home.resolve("bin"));
    try (ZipFile settings = new ZipFile(home.resolve(SETTINGS).toFile())) {
      for (ZipEntry entry : Collections.list(settings.entries())) {
        String name = entry.getName().startsWith("bin/") ? entry.getName().substring(4) : "";
        // Templates and the report's pages lie in directories; no run needs them.
        if (!name.isEmpty() && name.indexOf('/') < 0) {
          try (InputStream in = settings.getInputStream(entry)) {
            Files.copy(in, bin.resolve(name));
          }
        }
      }
    }
  }
}
