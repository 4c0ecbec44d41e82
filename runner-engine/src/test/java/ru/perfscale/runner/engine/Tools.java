package ru.perfscale.runner.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds real tools; without them tests are skipped, or fail where all are required. */
final class Tools {
  private Tools() {}

  static Path k6() {
    Optional<Path> found =
        Arrays.stream(System.getenv("PATH").split(":"))
            .map(directory -> Path.of(directory, "k6"))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty() && "all".equals(System.getenv("PERFSCALE_TESTS_REQUIRE"))) {
      throw new AssertionError("k6 is not on the PATH, and PERFSCALE_TESTS_REQUIRE=all");
    }
    assumeTrue(found.isPresent(), "k6 is not on the PATH");
    return found.orElseThrow().toAbsolutePath();
  }
}
