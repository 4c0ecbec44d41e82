package ru.perfscale.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.End;
import ru.perfscale.runner.engine.LoadEngine;
import ru.perfscale.runner.engine.RunResult;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.summary.Summary;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

class RecipesTest {
  private final ToolFinder tools =
      ToolFinder.of(new ToolInstallation("curl", "7.88.1", Programs.onPath("curl").orElseThrow()));
  private final LoadEngine engine = LoadEngine.builder().tools(tools).driver(new Curl()).build();
  @TempDir Path directory;

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void parametersSecretsAndDataFilesReachTheScript() throws Exception {
    Path users = Files.writeString(directory.resolve("all-users.csv"), "name\nann\nbob\n");
    Path script =
        Files.writeString(
            directory.resolve("script"),
            "echo \"$SHOP $PERFSCALE_USERS $API_TOKEN\"; cat users.csv\n");

    RunResult result =
        engine
            .start(Recipes.fullSpec("custom", script, users, "hunter2"))
            .result()
            .get(60, TimeUnit.SECONDS);

    assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
    assertThat(result.log().text()).isEqualTo("http://localhost:8080 4 ***\nname\nann\nbob\n");
  }

  @Test
  void aRunEndsWhenItsTargetBreaks() throws Exception {
    try (Shop shop = new Shop(Duration.ofMillis(1))) {
      RunSpec spec =
          RunSpec.builder("curl", "url = \"" + shop.url() + "/nowhere\"")
              .duration(Duration.ofMinutes(10))
              .build();

      RunResult result = Recipes.untilItBreaks(engine, spec, new Curl().latency());

      assertThat(result.end()).isEqualTo(End.ABORTED);
      assertThat(result.message()).startsWith("too many errors in second ");
      assertThat(result.counts().samples()).isEqualTo(shop.requests());
    }
  }

  @Test
  void twoPartsOfALoadAddUpToTheWhole() throws Exception {
    try (Shop shop = new Shop(Duration.ofMillis(1))) {
      RunSpec.Builder spec =
          RunSpec.builder("curl", "url = \"" + shop.url() + "/item?id=[1-10]\"").users(3);

      Summary summary = Recipes.inTwoParts(engine, spec);

      assertThat(summary.total().count()).isEqualTo(30).isEqualTo(shop.requests());
      assertThat(summary.labels()).hasSize(10);
      assertThat(summary.labels().values()).allMatch(figures -> figures.count() == 3);
    }
  }

  @Test
  void filesOfSeveralMachinesHaveOnePercentile() throws Exception {
    String header = "timeStamp,elapsed,label,responseCode,success\n";
    Path first =
        Files.writeString(
            directory.resolve("first.jtl"),
            header + "1700000000000,9000,page,200,true\n" + "1700000040000,20,page,200,true\n");
    Path second =
        Files.writeString(
            directory.resolve("second.jtl"), header + "1700000041000,30,page,200,true\n");

    assertThat(Recipes.steadyP99(List.of(first, second))).contains(new BigDecimal(30));
  }

  @Test
  void whyARunDoesNotStartIsSaidInWords() {
    assertThat(Recipes.startOrReason(engine, RunSpec.builder("k6", "x").build()))
        .isEqualTo("install k6: k6 is not among the installations given: [curl]");
    assertThat(Recipes.startOrReason(engine, RunSpec.builder("custom", "true").build()))
        .startsWith("started ");
  }

  @Test
  void rootChoosesTheUserThatToolsRunAs() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root chooses a user");
    Path open = Files.createTempDirectory("perfscale-example-");
    Files.setPosixFilePermissions(
        open, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
    try (LoadEngine own = Recipes.engineForUser(tools, open.resolve("runs"), 4321, 4322)) {
      RunResult result =
          own.start(RunSpec.builder("custom", "id -u; id -g").build())
              .result()
              .get(60, TimeUnit.SECONDS);

      assertThat(result.log().text()).isEqualTo("4321\n4322\n");
    } finally {
      Files.delete(open.resolve("runs"));
      Files.delete(open);
    }
  }
}
