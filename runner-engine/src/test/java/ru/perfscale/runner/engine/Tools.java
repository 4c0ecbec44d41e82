package ru.perfscale.runner.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds real tools; without them tests are skipped, or fail where all are required. */
final class Tools {
  private Tools() {}

  static Path k6() {
    return required("k6", onPath("k6"), "is not on the PATH");
  }

  /** What {@code ./perfscale tools install k6-output} made of the present source. */
  static Path k6WithOutput() {
    Path source = Path.of("").toAbsolutePath().getParent().resolve("k6-output");
    String entry = "tools/k6-output-2.2.0-" + digest(source).substring(0, 12);
    return required("k6-output", inCache(Path.of(entry, "k6")), "is not in the cache directory");
  }

  /** Of what sha256sum says of each file of the build. */
  private static String digest(Path source) {
    try (Stream<Path> tree = Files.walk(source)) {
      StringBuilder list = new StringBuilder();
      for (Path file :
          tree.filter(path -> path.toString().matches(".*(?<!_test)\\.go|.*/go\\.(mod|sum)"))
              .sorted(Comparator.comparing(Path::toString))
              .toList()) {
        list.append(sha256(Files.readAllBytes(file)) + "  " + source.relativize(file) + "\n");
      }
      return sha256(list.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What {@code ./perfscale tools install locust} made; one on the PATH may be closed to runs. */
  static Path locust() {
    Optional<Path> found =
        inCache(Path.of("tools/locust-2.46.7/bin/locust")).or(() -> onPath("locust"));
    return required("locust", found, "is neither in the cache directory nor on the PATH");
  }

  /** What {@code ./perfscale tools install artillery} made, with a Node beside it. */
  static Path artillery() {
    Optional<Path> found = inCache(Path.of("tools/artillery-2.0.34/bin/artillery"));
    return required("artillery", found, "is not in the cache directory");
  }

  private static Optional<Path> inCache(Path program) {
    Path home = Path.of(System.getProperty("user.home"), ".cache/perfscale");
    Path cache =
        "root".equals(System.getProperty("user.name")) ? Path.of("/var/cache/perfscale") : home;
    return Stream.of(
            variable("PERFSCALE_CACHE_DIR"),
            variable("XDG_CACHE_HOME").map(base -> base.resolve("perfscale")),
            Optional.of(cache))
        .flatMap(Optional::stream)
        .map(directory -> directory.resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Copies what the build laid out: it may lie where the tools' user cannot go. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static Optional<Path> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isEmpty()).map(Path::of);
  }

  private static Optional<Path> onPath(String name) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path required(String name, Optional<Path> found, String where) {
    if (found.isEmpty() && "all".equals(System.getenv("PERFSCALE_TESTS_REQUIRE"))) {
      throw new AssertionError(name + " " + where + ", and PERFSCALE_TESTS_REQUIRE=all");
    }
    assumeTrue(found.isPresent(), name + " " + where);
    return found.orElseThrow().toAbsolutePath();
  }
}
