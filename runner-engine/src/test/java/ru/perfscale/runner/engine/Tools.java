package ru.perfscale.runner.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds real tools; without them tests are skipped, or fail where all are required. */
final class Tools {
  private Tools() {}

  static Path k6() {
    return required("k6", onPath("k6"), "is not on the PATH");
  }

  /** What {@code ./perfscale tools install locust} made; one on the PATH may be closed to runs. */
  static Path locust() {
    Path installed = Path.of("tools/locust-2.46.7/bin/locust");
    Path home = Path.of(System.getProperty("user.home"), ".cache/perfscale");
    Path cache =
        "root".equals(System.getProperty("user.name")) ? Path.of("/var/cache/perfscale") : home;
    Stream<Path> directories =
        Stream.of(
                variable("PERFSCALE_CACHE_DIR"),
                variable("XDG_CACHE_HOME").map(base -> base.resolve("perfscale")),
                Optional.of(cache))
            .flatMap(Optional::stream);
    Optional<Path> found =
        directories
            .map(directory -> directory.resolve(installed))
            .filter(Files::isExecutable)
            .findFirst()
            .or(() -> onPath("locust"));
    return required("locust", found, "is neither in the cache directory nor on the PATH");
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
