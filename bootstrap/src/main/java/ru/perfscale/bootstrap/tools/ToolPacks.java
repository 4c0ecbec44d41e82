package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/**
 * Carries installed tools to machines that cannot fetch them: one file, made on a machine that can.
 *
 * <pre>{@code
 * ToolPacks.of(cache).export(Path.of("tools.zip"), List.of("k6", "jmeter"), System.out::println);
 * }</pre>
 */
public final class ToolPacks {
  private final ToolCache cache;
  private final List<Provision> provisions;

  ToolPacks(ToolCache cache, List<Provision> provisions) {
    this.cache = cache;
    this.provisions = List.copyOf(provisions);
  }

  /** Of the tools below the cache directory. */
  public static ToolPacks of(Path cacheDirectory) {
    ToolCache cache = MachineTools.cache(cacheDirectory);
    return new ToolPacks(cache, MachineTools.provisions(cache));
  }

  /**
   * Writes a pack.
   *
   * @param file must not exist
   * @param names of tools; empty for all that are in the cache
   * @return its SHA-256
   * @throws InstallFailed if a tool is not in the cache or cannot be carried
   */
  public String export(Path file, List<String> names, Consumer<String> progress) {
    try {
      List<Packable> tools = new ArrayList<>();
      for (Provision provision : provisions) {
        Optional<Packable> packable = provision.packable();
        if (names.contains(provision.tool()) && packable.isPresent()) {
          keep(provision, packable.get());
        }
        boolean wanted = names.isEmpty() || names.contains(provision.tool());
        packable.filter(tool -> wanted && cache.holds(tool.entry())).ifPresent(tools::add);
      }
      requireAll(names, tools);
      new PackWriter(cache).write(file, tools, progress);
      return Digests.sha256(file);
    } catch (FileAlreadyExistsException e) {
      throw new InstallFailed(file + " is there already; choose another name", e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InstallFailed("interrupted", e);
    }
  }

  /** A program of one file that lies on the PATH only is copied into the cache, to be packed. */
  private void keep(Provision provision, Packable packable)
      throws IOException, InterruptedException {
    Optional<ToolInstallation> found = provision.find();
    boolean oneFile = found.isPresent() && Files.isRegularFile(found.get().home());
    String entry = provision.tool() + "-" + found.map(ToolInstallation::version).orElse("");
    if (oneFile && provision.tool().equals("k6") && entry.equals(packable.entry())) {
      Path program = found.get().home();
      cache.install(entry, into -> Files.copy(program, into.resolve(provision.tool())));
    }
  }

  private void requireAll(List<String> names, List<Packable> tools) throws IOException {
    List<String> found = tools.stream().map(Packable::entry).toList();
    for (String name : names) {
      Optional<Provision> provision =
          provisions.stream().filter(candidate -> candidate.tool().equals(name)).findFirst();
      Optional<Packable> packable =
          provision.isPresent() ? provision.get().packable() : Optional.empty();
      if (packable.isEmpty()) {
        throw new InstallFailed(
            name
                + " cannot be exported; what can is "
                + provisions.stream()
                    .filter(ToolPacks::isPackable)
                    .map(Provision::tool)
                    .collect(Collectors.joining(", ")));
      }
      if (!found.contains(packable.get().entry())) {
        throw new InstallFailed(
            packable.get().entry()
                + " is not in the cache "
                + cache.directory()
                + "; bring it there with perfscale tools install "
                + name);
      }
    }
    if (tools.isEmpty()) {
      throw new InstallFailed(
          "no tool is in the cache " + cache.directory() + "; install one first");
    }
  }

  private static boolean isPackable(Provision provision) {
    try {
      return provision.packable().isPresent();
    } catch (IOException e) {
      return false; // Its source cannot be read: it is of no use now.
    }
  }

  /**
   * Installs what a pack holds, all verified beforehand.
   *
   * @return the pack's SHA-256
   * @throws InstallFailed if the pack is damaged, made for something else, or not what it says
   */
  public String importFrom(Path file, Consumer<String> progress) {
    try {
      List<Packable> known = new ArrayList<>();
      for (Provision provision : provisions) {
        provision.packable().ifPresent(known::add);
      }
      String digest = Digests.sha256(file);
      new PackReader(cache, known).install(file, progress);
      return digest;
    } catch (NoSuchFileException e) {
      throw new InstallFailed("there is no file " + file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be imported: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InstallFailed("interrupted", e);
    }
  }
}
