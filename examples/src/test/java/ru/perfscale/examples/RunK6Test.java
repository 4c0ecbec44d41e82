package ru.perfscale.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the example as a user would, in a JVM of its own. */
class RunK6Test {
  @TempDir Path directory;

  @BeforeEach
  void needK6() {
    Programs.require("k6");
  }

  private Process start(String script) throws IOException {
    Path file = Files.writeString(directory.resolve("script.js"), script);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            RunK6.class.getName(),
            file.toString())
        .redirectErrorStream(true)
        .start();
  }

  private static String script(Shop shop, String options) {
    return """
        import http from 'k6/http';
        export const options = { %s };
        export default function () {
          http.get('%s/cart', { tags: { name: 'cart' } });
          http.get('%s/nowhere', { tags: { name: 'nowhere' } });
        }
        """
        .formatted(options, shop.url(), shop.url());
  }

  private static String rest(BufferedReader output) {
    return String.join("\n", output.lines().toList());
  }

  @Test
  void itPrintsEachSecondAndWhatTheTargetCounted() throws Exception {
    try (Shop shop = new Shop(Duration.ofMillis(1))) {
      Process example = start(script(shop, "vus: 2, iterations: 40"));
      String output = rest(example.inputReader(StandardCharsets.UTF_8));

      assertThat(example.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(example.exitValue()).as(output).isZero();
      assertThat(shop.requests()).isEqualTo(80);
      assertThat(output)
          .contains("COMPLETED, PASSED")
          .containsPattern("(?m)^   0 s +\\d+ requests +\\d+ errors$")
          .containsPattern("(?m)^cart +40 +0 +\\d+\\.\\d{3} +\\d+\\.\\d{3} +\\d+\\.\\d{3}$")
          .containsPattern("(?m)^nowhere +40 +40 ")
          .containsPattern("(?m)^total +80 +40 ");
      long seen =
          Pattern.compile("(?m)^ *\\d+ s +(\\d+) requests")
              .matcher(output)
              .results()
              .mapToLong(line -> Long.parseLong(line.group(1)))
              .sum();
      assertThat(seen).isEqualTo(80);
    }
  }

  @Test
  void aSignalStopsTheLoadAndStillPrintsTheTable() throws Exception {
    try (Shop shop = new Shop(Duration.ofMillis(1))) {
      Process example = start(script(shop, "vus: 2, duration: '10m'"));
      BufferedReader output = example.inputReader(StandardCharsets.UTF_8);
      for (String line = output.readLine(); shop.requests() == 0; line = output.readLine()) {
        assertThat(line).as("a line each second until the load is there").isNotNull();
      }
      List<ProcessHandle> load = example.descendants().toList();

      // Not Process.destroy(), which also closes its output.
      example.toHandle().destroy();
      String table = rest(output);

      assertThat(example.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(example.exitValue()).isEqualTo(143);
      assertThat(table).contains("CANCELLED").containsPattern("(?m)^total +[1-9]");
      assertThat(load).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void aBrokenScriptFailsWithTheWordsOfK6() throws Exception {
    Process example = start("export default function () {");
    String output = rest(example.inputReader(StandardCharsets.UTF_8));

    assertThat(example.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(example.exitValue()).as(output).isEqualTo(1);
    assertThat(output).contains("FAILED, SCRIPT_ERROR: ", "Unexpected end of input");
  }
}
