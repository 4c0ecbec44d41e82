package ru.perfscale.bootstrap.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** What all tools of Maven artifacts have in common is tested with JMeter. */
class GatlingInstallTest {
  private OpenDirectory directory;

  @BeforeEach
  void create() throws IOException {
    directory = new OpenDirectory();
  }

  @AfterEach
  void delete() throws IOException {
    directory.close();
  }

  @Test
  void theInstallationIsWholeAndOpenToTheUserOfRuns() throws Exception {
    Lock lock = Lock.read("gatling.lock");
    RunAccess access = new RunAccess(true);
    GatlingProvision provision =
        new GatlingProvision(new ToolCache(directory.path()), access, new MavenArtifacts(), lock);
    assertThat(provision.find()).isEmpty();
    assertThat(provision.canInstall()).isTrue();
    assertThat(provision.states())
        .containsExactly(
            new ToolState.Installable("gatling", "3.15.1", "from its pinned Maven artifacts"));

    List<String> steps = new ArrayList<>();
    ToolInstallation installed = provision.install(steps::add);

    Path home = directory.resolve("gatling-3.15.1");
    assertThat(installed).isEqualTo(new ToolInstallation("gatling", "3.15.1", home));
    assertThat(provision.find()).contains(installed);
    assertThat(provision.canInstall()).isFalse();
    assertThat(steps)
        .contains("installing gatling 3.15.1: 80 of 95 artifacts")
        .last()
        .asString()
        .contains("95 of 95");
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      assertThat(jars).hasSize(95).allSatisfy(jar -> assertThat(access.reaches(jar)).isTrue());
    }
  }
}
