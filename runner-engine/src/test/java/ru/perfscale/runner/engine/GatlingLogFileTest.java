package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.results.Format;
import ru.perfscale.runner.engine.results.ReadFile;
import ru.perfscale.runner.engine.results.ResultFiles;
import ru.perfscale.runner.engine.results.Results;
import ru.perfscale.runner.engine.results.Window;

/** The simulation.log that Gatling itself writes, read back. */
class GatlingLogFileTest {
  private static final Path ROOT = Path.of(System.getProperty("perfscale.root"));
  private static final Path LIBRARIES =
      ROOT.resolve("runner-engine/hooks/gatling/target/gatling/lib");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin");

  @TempDir private Path directory;

  @Test
  void theLogOfARealSimulationSaysWhatTheTargetCountedAndGatlingMeasured() throws Exception {
    try (CountingTarget target = new CountingTarget()) {
      compileAndRun(target.port());

      Results results = ResultFiles.read(List.of(log()), Window.ALL);

      assertThat(results.files())
          .containsExactly(new ReadFile(log(), Format.GATLING_LOG, 303, 0, 300));
      assertThat(results.counts()).isEqualTo(new SampleCounts(303, 6, 3, 0, 0, 0, 0, true));
      assertThat(target.mainRequests()).isEqualTo(300);
      assertThat(target.errors()).isEqualTo(3);
      assertThat(results.summary().labels()).containsOnlyKeys("front page", "pay", "search");
      long[] sorted = rawMillis();
      for (int percentile : List.of(50, 75, 95, 99, 100)) {
        assertThat(results.summary().total().percentile(percentile).orElseThrow())
            .as("p" + percentile)
            .isEqualByComparingTo(
                BigDecimal.valueOf(sorted[Math.ceilDiv(percentile * sorted.length, 100) - 1]));
      }
    }
  }

  private void compileAndRun(int port) throws Exception {
    Path source = ROOT.resolve("runner-engine/src/test/resources/gatling/Exact.java");
    String jars;
    try (Stream<Path> files = Files.list(LIBRARIES)) {
      jars = files.map(Path::toString).collect(Collectors.joining(":"));
    }
    Path classes = Files.createDirectory(directory.resolve("classes"));
    run(port, "javac", "-proc:none", "-cp", jars, "-d", classes.toString(), source.toString());
    run(
        port,
        "java",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-Xmx256m",
        "-Dgatling.data.enableAnalytics=false",
        "-Dgatling.http.warmUpUrl=",
        "-Dusers=3",
        "-Dduration=50",
        "-cp",
        jars + ":" + classes,
        "io.gatling.app.Gatling",
        "-s",
        "load.shop.Exact",
        "-rf",
        directory.resolve("results").toString(),
        "-nr");
  }

  private void run(int port, String program, String... arguments) throws Exception {
    Path output = directory.resolve(program + ".out");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(JAVA.resolve(program).toString()), Stream.of(arguments))
                .toList());
    builder.environment().put("TARGET_PORT", Integer.toString(port));
    builder.environment().put("RAW", directory.resolve("raw").toString());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(() -> text(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Path log() throws Exception {
    try (Stream<Path> files = Files.walk(directory.resolve("results"))) {
      return files.filter(file -> file.endsWith("simulation.log")).findFirst().orElseThrow();
    }
  }

  private long[] rawMillis() throws Exception {
    try (Stream<String> lines = Files.lines(directory.resolve("raw"))) {
      return lines.mapToLong(Long::parseLong).sorted().toArray();
    }
  }
}
