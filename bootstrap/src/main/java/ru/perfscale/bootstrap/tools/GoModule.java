package ru.perfscale.bootstrap.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A program that Go builds from one pinned module. The module's archive is hashed here, against the
 * lock; its own go.sum then pins every dependency, which Go checks.
 */
final class GoModule {
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);

  private final Go go;
  private final String module;
  private final String sum;

  /**
   * @param lock the module with its {@code h1:} sum, then {@code go} with the least version
   */
  GoModule(SearchPath path, Lock lock) {
    this.go = new Go(path, lock.entries().get(1).digest());
    this.module = lock.entries().get(0).name();
    this.sum = lock.entries().get(0).digest();
  }

  String version() {
    return module.substring(module.indexOf("@v") + 2);
  }

  String leastGo() {
    return go.least();
  }

  /** Why it cannot be built on this machine. */
  Optional<String> obstacle() throws IOException, InterruptedException {
    return go.obstacle();
  }

  /** Leaves the program alone in a directory. */
  void build(Path into, String program, Consumer<String> progress)
      throws IOException, InterruptedException {
    String task = "installing " + program + " " + version() + ": ";
    Path source = Files.createDirectory(into.resolve("source"));
    progress.accept(task + "fetching the module");
    unpack(archive(source), source);
    progress.accept(task + "building, this takes a minute or two");
    go.build(source, into.resolve(program), module);
    ToolCache.delete(source);
  }

  private Path archive(Path directory) throws IOException, InterruptedException {
    Command.Output output = go.run(directory, DOWNLOAD_LIMIT, "mod", "download", "-json", module);
    JsonNode answer =
        output.text().isEmpty() ? new ObjectMapper().createObjectNode() : parse(output.text());
    if (output.exit() != 0 || !answer.hasNonNull("Zip")) {
      throw new InstallFailed(
          "go mod download "
              + module
              + " failed: "
              + Go.tail(answer.path("Error").asText(output.errors())));
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
      throw new IOException("go mod download " + module + " answered no JSON: " + Go.tail(text), e);
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
}
