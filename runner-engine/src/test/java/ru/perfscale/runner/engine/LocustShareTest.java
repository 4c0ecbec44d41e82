package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.DataFile.Split;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Three shares of one load add up to it, users and lines of a file alike. */
class LocustShareTest {
  private final Target target = new Target();
  private TestEngine engine;
  private Path names;

  @BeforeEach
  void start() throws IOException {
    Path locust = Tools.locust();
    engine = new TestEngine(tool -> new ToolInstallation(tool, "2.46.7", locust));
    names = Files.writeString(engine.directory.resolve("names.csv"), "a\nb\nc\nd\ne\nf\ng\n");
  }

  @AfterEach
  void close() {
    target.close();
    if (engine != null) {
      engine.close();
    }
  }

  private RunSpec.Builder share(int index) throws IOException {
    try (InputStream in = LocustShareTest.class.getResourceAsStream("/locust/shared.py")) {
      return RunSpec.builder("locust", new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .parameter("TARGET", target.url())
          .dataFile(new DataFile("names.csv", names, Split.DIVIDED))
          .share(new Share(index, 3))
          .timeLimit(Duration.ofMinutes(1));
    }
  }

  @Test
  void theUsersOfTheRunAreDividedFixedCountsIncluded() throws Exception {
    List<Run> runs = new ArrayList<>();
    for (int index = 1; index <= 3; index++) {
      runs.add(engine.start(share(index).users(7).build()));
    }
    assertThatAllAddUp(runs);
  }

  @Test
  void theUsersOfALoadShapeAreDivided() throws Exception {
    List<Run> runs = new ArrayList<>();
    for (int index = 1; index <= 3; index++) {
      runs.add(engine.start(share(index).parameter("SHAPED", "yes").build()));
    }
    assertThatAllAddUp(runs);
  }

  private void assertThatAllAddUp(List<Run> runs) throws Exception {
    List<Long> counts = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Run run : runs) {
      RunResult result = run.result().get(60, TimeUnit.SECONDS);
      assertThat(result.end()).as(result.log().text()).isEqualTo(End.COMPLETED);
      counts.add(result.counts().samples());
      result.totals().stream().map(snapshot -> snapshot.series().label()).forEach(labels::add);
    }
    assertThat(counts).containsExactly(30L, 20L, 20L);
    assertThat(target.requests).hasValue(70);
    assertThat(labels.stream().map(label -> label.substring(label.length() - 1)).distinct())
        .containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g");
    assertThat(labels.stream().filter(label -> label.startsWith("Clerk")).distinct())
        .as("one of all users is the clerk")
        .hasSize(1);
  }

  @Test
  void aShareWithoutAUserIsRefused() throws Exception {
    RunSpec told = share(3).users(2).build();
    assertThatThrownBy(() -> engine.start(told))
        .isInstanceOf(StartFailed.class)
        .hasMessage("Share 3/3 of 2 users has no user; use at most 2 shares");

    RunResult known = engine.run(share(3).environment("LOCUST_USERS", "2"));
    assertThat(known.end()).isEqualTo(End.FAILED);
    assertThat(known.verdict()).isEqualTo(ToolVerdict.SCRIPT_ERROR);
    assertThat(known.message()).contains("Share 3/3 of 2 users has no user");
    assertThat(target.requests).hasValue(0);
  }
}
