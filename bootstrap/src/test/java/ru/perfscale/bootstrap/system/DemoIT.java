package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code demo}: the first thing that a newcomer runs. */
class DemoIT {
  /** Provisioning JMeter the first time is part of it. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private PassableDirectory directory;
  private Path temporary;

  @BeforeEach
  void create() throws IOException {
    directory = PassableDirectory.create("demo-it");
    temporary = directory.directory("tmp", "rwx--x--x");
  }

  @AfterEach
  void delete() {
    directory.close();
  }

  @Test
  void withJMeterShowsAResultAndLeavesNothingBehind() throws IOException {
    assertShowsAResult("jmeter");
  }

  @Test
  void withK6ShowsAResultAndLeavesNothingBehind() throws IOException {
    K6OnThisMachine.required();

    assertShowsAResult("k6");
  }

  private void assertShowsAResult(String tool) throws IOException {
    // As in a container, where no locale is set.
    Program demo = command("demo", "--tool", tool).with("LC_ALL", "C").run(LIMIT);

    assertThat(demo.exitCode(LIMIT)).as(demo.output()).isZero();
    assertThat(demo.out())
        .contains("PASSED", "p50", "p95", "p99", "error rate", "requests/s", "coverage", "───")
        .doesNotContain("null");
    assertThat(demo.err()).isEmpty();
    assertNothingIsLeft();
  }

  @Test
  void ctrlCStopsItAndLeavesNothingBehind() throws IOException {
    Program demo = command("demo", "--tool", "jmeter").start();
    demo.awaitOut(Pattern.compile("Test t_"), LIMIT);

    demo.signal("INT");

    assertThat(demo.exitCode(Duration.ofSeconds(20))).as(demo.output()).isEqualTo(130);
    assertNothingIsLeft();
  }

  @Test
  void aToolThatCannotBeHadIsNamedAtOnce() throws IOException {
    Program demo =
        command("demo", "--tool", "k6")
            .with("PATH", pathWithout(List.of("k6", "go")))
            .with("PERFSCALE_CACHE_DIR", directory.resolve("cache").toString())
            .run(LIMIT);

    assertThat(demo.exitCode(LIMIT)).as(demo.output()).isEqualTo(2);
    assertThat(demo.err()).contains("k6", "Go", "--tool jmeter").doesNotContain("Exception");
    assertNothingIsLeft();
  }

  private Program.Command command(String... arguments) {
    return new Program.Command(directory.path(), arguments).option("-Djava.io.tmpdir=" + temporary);
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(Processes.leftAbout(temporary)).isEmpty();
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files).isEmpty();
    }
  }

  /** A directory of links to all the programs of this machine but some. */
  private String pathWithout(List<String> programs) throws IOException {
    Path links = directory.directory("bin", "rwxr-xr-x");
    for (String entry : System.getenv("PATH").split(":")) {
      if (!Files.isDirectory(Path.of(entry))) {
        continue;
      }
      try (Stream<Path> files = Files.list(Path.of(entry))) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Path link = links.resolve(file.getFileName());
          if (!programs.contains(file.getFileName().toString()) && Files.notExists(link)) {
            Files.createSymbolicLink(link, file.toRealPath());
          }
        }
      }
    }
    return links.toString();
  }
}
