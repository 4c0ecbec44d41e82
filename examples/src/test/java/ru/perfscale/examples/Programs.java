package ru.perfscale.examples;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The programs of this machine. */
final class Programs {
  private Programs() {}

  static Optional<Path> onPath(String name) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Skips the test without the program, or fails it where all are required. */
  static void require(String name) {
    boolean there = onPath(name).isPresent();
    if (!there && "all".equals(System.getenv("PERFSCALE_TESTS_REQUIRE"))) {
      throw new AssertionError(name + " is not on the PATH, and PERFSCALE_TESTS_REQUIRE=all");
    }
    assumeTrue(there, name + " is not on the PATH");
  }
}
