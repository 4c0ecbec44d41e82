package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.tool.ToolFinder;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** What someone meets who uses the engine for the first time. */
class LoadEngineTest {
  private static final ToolInstallation K6 =
      new ToolInstallation("k6", "2.2.0", Path.of("/opt/k6"));

  @Test
  void withoutAWorkDirectoryItHasOneOfItsOwnWhichGoesAwayWithIt() throws Exception {
    Path directory;
    try (LoadEngine engine = LoadEngine.builder().tools(ToolFinder.of()).build()) {
      Run run = engine.start(RunSpec.builder("custom", "echo ${PWD#/}").build());
      RunResult result = run.result().get(60, TimeUnit.SECONDS);

      assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
      // The engine's own, below it the run's, below that the tool's. Whole, the log would not say
      // it: files of a run are named there as its script knows them.
      directory = Path.of("/" + result.log().text().strip()).getParent().getParent();
      assertThat(directory).isDirectory().hasParent(Path.of(System.getProperty("java.io.tmpdir")));
    }
    assertThat(Files.exists(directory)).isFalse();
  }

  @Test
  void anEngineThatNeverRanAnythingCloses() {
    LoadEngine engine = LoadEngine.builder().tools(ToolFinder.of()).build();

    engine.close();
    engine.close();

    assertThatThrownBy(() -> engine.start(RunSpec.builder("custom", "true").build()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void anEngineNeedsToKnowWhereToolsAre() {
    assertThatThrownBy(() -> LoadEngine.builder().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tools is not set");
  }

  @Test
  void aFinderOfGivenInstallationsKnowsThoseAndNoOthers() {
    ToolFinder finder = ToolFinder.of(K6);

    assertThat(finder.find("k6")).isEqualTo(K6);
    assertThatThrownBy(() -> finder.find("jmeter"))
        .isInstanceOf(ToolMissing.class)
        .hasMessage("jmeter is not among the installations given: [k6]");
    assertThatThrownBy(() -> ToolFinder.of(K6, K6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two installations of k6");
  }
}
