package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import ru.perfscale.runner.engine.tool.Gatling;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/**
 * Gatling made of its pinned Maven artifacts. It is a library of the simulations that use it, with
 * no program of its own that could lie on the PATH.
 */
final class GatlingProvision implements Provision {
  private static final String TOOL = "gatling";
  private static final String ENTRY = TOOL + "-" + Gatling.VERSION;
  private static final String CORE = "lib/gatling-core-" + Gatling.VERSION + ".jar";

  private final ToolCache cache;
  private final RunAccess access;
  private final MavenArtifacts artifacts;
  private final Lock lock;

  GatlingProvision(ToolCache cache, RunAccess access, MavenArtifacts artifacts, Lock lock) {
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
    return state() instanceof ToolState.Installed ? Optional.of(installation()) : Optional.empty();
  }

  private ToolInstallation installation() {
    return new ToolInstallation(TOOL, Gatling.VERSION, cache.entry(ENTRY));
  }

  @Override
  public List<ToolState> states() throws IOException {
    return List.of(state());
  }

  private ToolState state() throws IOException {
    Path home = cache.entry(ENTRY);
    Optional<String> complaint = access.complaint(home.resolve(CORE));
    if (complaint.isPresent()) {
      return ToolState.unreachableCache(TOOL, complaint.get());
    }
    return cache.holds(ENTRY)
        ? new ToolState.Installed(TOOL, Gatling.VERSION, home)
        : new ToolState.Installable(TOOL, Gatling.VERSION, "from its pinned Maven artifacts");
  }

  @Override
  public Optional<Packable> packable() {
    return Optional.of(new Packable(ENTRY, true, this::check));
  }

  @Override
  public boolean canInstall() throws IOException {
    return state() instanceof ToolState.Installable;
  }

  private void check(Path unpacked, PackManifest.Entry entry) throws IOException {
    MavenArtifacts.requireLocked(lock.entries(), unpacked.resolve("lib"));
  }

  @Override
  public ToolInstallation install(Consumer<String> progress)
      throws IOException, InterruptedException {
    String task = "installing " + TOOL + " " + Gatling.VERSION + ": ";
    cache.install(
        ENTRY,
        into -> {
          Path lib = Files.createDirectory(into.resolve("lib"));
          String all = " of " + lock.entries().size() + " artifacts";
          artifacts.copy(lock.entries(), lib, done -> progress.accept(task + done + all));
        });
    return installation();
  }
}
