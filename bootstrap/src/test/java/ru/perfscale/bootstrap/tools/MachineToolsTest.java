package ru.perfscale.bootstrap.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.ToolMissing;
import ru.perfscale.runner.engine.tool.LoadTools;
import ru.perfscale.runner.engine.tool.ToolInstallation;

class MachineToolsTest {
  private static final SearchPath REAL = SearchPath.of(System.getenv());

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
  void aForeignVersionOnThePathIsIgnoredAndSaidSo() throws Exception {
    Path old = directory.program("bin", "k6", "k6 v1.4.0 (go1.25.3, linux/amd64)");
    MachineTools tools = tools(directory.resolve("bin"));
    assertThat(states(tools, "k6"))
        .contains(
            new ToolState.Ignored(
                "k6", "1.4.0", old, "its version 1.4.0 is outside the tested range 2.2.x"));
    assertThatThrownBy(() -> tools.find("k6"))
        .isInstanceOf(ToolMissing.class)
        .hasMessageContainingAll("no Go on the PATH", old.toString(), "1.4.0", "2.2.x");
  }

  @Test
  void aReleaseCandidateIsNoTestedVersion() throws Exception {
    directory.program("bin", "k6", "k6 v2.2.0-rc1 (go1.25.3, linux/amd64)");
    assertThatThrownBy(() -> tools(directory.resolve("bin")).find("k6"))
        .isInstanceOf(ToolMissing.class);
  }

  @Test
  void aProgramThatIsNoK6IsIgnored() throws Exception {
    Path other = directory.program("bin", "k6", "hello");
    assertThat(states(tools(directory.resolve("bin")), "k6"))
        .contains(new ToolState.Ignored("k6", "", other, "it does not tell its version"));
  }

  @Test
  void theFirstFittingVersionOnThePathIsUsed() throws Exception {
    directory.program("old", "k6", "k6 v2.1.0 (go1.25.3, linux/amd64)");
    Path fitting = directory.program("new", "k6", "k6 v2.2.7 (go1.26.1, linux/amd64)");
    MachineTools tools = tools(directory.resolve("old"), directory.resolve("new"));
    assertThat(tools.find("k6")).isEqualTo(new ToolInstallation("k6", "2.2.7", fitting));
    assertThat(states(tools, "k6").getFirst())
        .isEqualTo(new ToolState.Installed("k6", "2.2.7", fitting));
  }

  @Test
  void aVersionThatIsReplacedIsAskedAgain() throws Exception {
    directory.program("bin", "k6", "k6 v1.4.0 (go1.25.3, linux/amd64)");
    MachineTools tools = tools(directory.resolve("bin"));
    assertThatThrownBy(() -> tools.find("k6")).isInstanceOf(ToolMissing.class);
    directory.program("bin", "k6", "k6 v2.2.0 (commit/devel, go1.26.8, linux/amd64)");
    assertThat(tools.find("k6").version()).isEqualTo("2.2.0");
  }

  @Test
  void aToolThatRunsCannotReachIsCopiedIntoTheCache() throws Exception {
    Path closed = directory.program("closed", "k6", "k6 v2.2.1 (go1.25.3, linux/amd64)");
    Files.setPosixFilePermissions(closed.getParent(), PosixFilePermissions.fromString("rwx------"));
    Path copy = tools(closed.getParent()).find("k6").home();
    assertThat(copy)
        .isEqualTo(directory.resolve("cache/k6-2.2.1/k6"))
        .hasSameBinaryContentAs(closed);
    assertThat(new RunAccess(true).reaches(copy)).isTrue();
  }

  @Test
  void aCacheThatRunsCannotReachIsNamed() throws Exception {
    directory.program("cache/k6-2.2.0", "k6", "");
    Path closed = directory.program("bin", "k6", "k6 v2.2.1 (go1.25.3, linux/amd64)");
    Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwx------"));
    MachineTools tools = tools(closed.getParent());
    for (String tool : List.of("k6", "jmeter", "gatling", "locust", "artillery")) {
      assertThatThrownBy(() -> tools.find(tool))
          .isInstanceOf(ToolMissing.class)
          .hasMessageContainingAll(
              directory.path() + " is closed to other users", "PERFSCALE_CACHE_DIR");
      assertThat(tools.canInstall(tool)).isFalse();
    }
    assertThat(states(tools, "k6").getLast()).isInstanceOf(ToolState.Ignored.class);
  }

  @Test
  void everyToolOfTheEngineIsListed() {
    MachineTools tools = tools(REAL.directories().toArray(Path[]::new));
    assertThat(tools.list()).extracting(ToolState::tool).containsAll(LoadTools.NAMES);
    assertThat(states(tools, "custom"))
        .containsExactly(new ToolState.Installed("custom", "", Path.of("/bin/sh")));
  }

  @Test
  void customSaysWhatTheMachineLacks() {
    assertThat(states(tools(directory.path()), "custom").getFirst().text())
        .contains("bash", "setpriv", "util-linux");
  }

  @Test
  void anUnknownToolIsRefusedByName() {
    assertThatThrownBy(() -> tools().find("ab"))
        .isInstanceOf(ToolMissing.class)
        .hasMessageContaining("'ab' is no tool");
  }

  @Test
  void aStockJMeterOnThePathIsUsedInTheTestedVersionOnly() throws Exception {
    Path home = stockJMeter("5.6.3");
    Path other = stockJMeter("5.5");
    MachineTools tools = tools(other.resolve("bin"), home.resolve("bin"));
    assertThat(tools.find("jmeter")).isEqualTo(new ToolInstallation("jmeter", "5.6.3", home));
    assertThat(states(tools, "jmeter"))
        .contains(
            new ToolState.Ignored(
                "jmeter",
                "5.5",
                other.resolve("bin/jmeter"),
                "its version '5.5' is not the tested one, 5.6.3"));
  }

  private Path stockJMeter(String version) throws IOException {
    directory.program(version + "/bin", "jmeter", "");
    Path home = directory.resolve(version);
    Path core = Files.createDirectories(home.resolve("lib/ext")).resolve("ApacheJMeter_core.jar");
    var manifest = new java.util.jar.Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Implementation-Version", version);
    new java.util.jar.JarOutputStream(Files.newOutputStream(core), manifest).close();
    return home;
  }

  private MachineTools tools(Path... path) {
    return MachineTools.of(
        Optional.empty(),
        new SearchPath(List.of(path)),
        new ToolCache(directory.resolve("cache")),
        new RunAccess(true));
  }

  private static List<ToolState> states(MachineTools tools, String tool) {
    return tools.list().stream().filter(state -> state.tool().equals(tool)).toList();
  }
}
