package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import ru.perfscale.runner.engine.tool.K6;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/**
 * k6 with our output, built by Go from the folder {@code k6-output} of a checkout: an installation
 * of k6 that goes before any stock one.
 */
final class K6OutputProvision implements Provision {
  static final String NAME = "k6-output";
  private static final String PROGRAM = "k6";

  private final Optional<Path> home;
  private final ToolCache cache;
  private final RunAccess access;
  private final Go go;

  /**
   * Looks for nothing yet.
   *
   * @param home the checkout's root directory, where there is one
   */
  K6OutputProvision(Optional<Path> home, ToolCache cache, RunAccess access, Go go) {
    this.home = home;
    this.cache = cache;
    this.access = access;
    this.go = go;
  }

  @Override
  public String tool() {
    return NAME;
  }

  private Optional<K6OutputSource> source() {
    return home.map(root -> new K6OutputSource(root.resolve(NAME))).filter(K6OutputSource::isThere);
  }

  /** Keyed by what it is built from: a changed source is another program. */
  private static String entry(K6OutputSource source) throws IOException {
    return NAME + "-" + source.version() + "-" + source.digest();
  }

  private Path cached(K6OutputSource source) throws IOException {
    return cache.entry(entry(source)).resolve(PROGRAM);
  }

  @Override
  public Optional<ToolInstallation> find() throws IOException {
    Optional<K6OutputSource> source = source();
    if (source.isEmpty()) {
      return Optional.empty();
    }
    Path program = cached(source.get());
    return Files.isExecutable(program) && access.reaches(program)
        ? Optional.of(installation(source.get()))
        : Optional.empty();
  }

  private ToolInstallation installation(K6OutputSource source) throws IOException {
    return new ToolInstallation(
        PROGRAM, source.version(), cached(source), Map.of(), Set.of(K6.SAMPLE_OUTPUT));
  }

  @Override
  public List<ToolState> states() throws IOException, InterruptedException {
    return List.of(state());
  }

  private ToolState state() throws IOException, InterruptedException {
    Optional<K6OutputSource> source = source();
    if (source.isEmpty()) {
      return new ToolState.Unavailable(
          NAME,
          "its source, the folder "
              + NAME
              + " of a checkout, is not "
              + home.map(root -> "in " + root).orElse("known here"),
          "start it with ./perfscale of a checkout; stock k6 does without it");
    }
    Path program = cached(source.get());
    Optional<String> complaint = access.complaint(program);
    if (complaint.isPresent()) {
      return ToolState.unreachableCache(NAME, complaint.get());
    }
    if (Files.isExecutable(program)) {
      return new ToolState.Installed(NAME, source.get().version(), program);
    }
    Optional<String> obstacle = go.obstacle();
    if (obstacle.isPresent()) {
      return new ToolState.Unavailable(
          NAME,
          obstacle.get(),
          "put Go " + go.least() + " or newer on the PATH; stock k6 does without it");
    }
    return new ToolState.Installable(
        NAME, source.get().version(), "with Go, and costs k6 less than its CSV");
  }

  @Override
  public Optional<Packable> packable() throws IOException {
    Optional<K6OutputSource> source = source();
    return source.isEmpty()
        ? Optional.empty()
        : Optional.of(new Packable(entry(source.get()), false, Packable.NOTHING));
  }

  @Override
  public boolean canInstall() throws IOException, InterruptedException {
    return state() instanceof ToolState.Installable;
  }

  @Override
  public ToolInstallation install(Consumer<String> progress)
      throws IOException, InterruptedException {
    K6OutputSource source =
        source().orElseThrow(() -> new InstallFailed("the source of " + NAME + " is gone"));
    cache.install(
        entry(source),
        into -> {
          progress.accept(
              "installing "
                  + NAME
                  + " "
                  + source.version()
                  + ": building, this takes a minute or two");
          go.build(source.directory(), into.resolve(PROGRAM), NAME);
        });
    return installation(source);
  }
}
