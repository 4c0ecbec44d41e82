package ru.perfscale.bootstrap.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ru.perfscale.runner.engine.tool.Artillery;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** The first two need npm, and its cache or the network. */
class ArtilleryInstallTest {
  private static final SearchPath REAL = SearchPath.of(System.getenv());
  private static final SearchPath NONE = new SearchPath(List.of());
  private static final String MANIFEST = Lock.text("artillery/package.json");
  private static final String LOCK = Lock.text("artillery/package-lock.json");
  private static final String PACKAGES = "node_modules/";

  private OpenDirectory directory;

  @BeforeEach
  void create() throws IOException {
    directory = new OpenDirectory();
  }

  @AfterEach
  void delete() throws IOException {
    directory.close();
  }

  /** Of 460 packages, Artillery itself and its Node: all would take a minute. */
  private static String twoPackages() throws IOException {
    ObjectNode lock = (ObjectNode) new ObjectMapper().readTree(LOCK);
    ObjectNode packages = (ObjectNode) lock.get("packages");
    List<String> others = new ArrayList<>();
    packages.fieldNames().forEachRemaining(others::add);
    others.removeIf(
        name ->
            name.isEmpty()
                || name.equals(PACKAGES + "artillery")
                || name.startsWith(PACKAGES + "node-linux-"));
    packages.remove(others);
    ((ObjectNode) packages.get(PACKAGES + "artillery")).remove("dependencies");
    return lock.toString();
  }

  @Test
  @Timeout(300)
  void npmInstallsThePinnedPackagesForEveryUser() throws Exception {
    List<String> steps = new ArrayList<>();
    ArtilleryProvision provision = provision(NONE, REAL, twoPackages());
    assertThat(provision.find()).isEmpty();
    assertThat(provision.states())
        .containsExactly(
            new ToolState.Installable("artillery", "2.0.34", "with npm, from its pinned packages"));

    ToolInstallation installed = provision.install(steps::add);

    assertThat(steps).hasSize(2).allMatch(step -> step.startsWith("installing artillery 2.0.34: "));
    Path home = directory.resolve("artillery-2.0.34");
    assertThat(installed)
        .isEqualTo(new ToolInstallation("artillery", "2.0.34", home.resolve("bin/artillery")));
    assertThat(provision.find()).contains(installed);
    assertThat(names(directory.path()))
        .containsExactlyInAnyOrder(".artillery-2.0.34.lock", "artillery-2.0.34");
    assertOpenToEveryone(home);
    Command.Output started =
        Command.run(
            directory.path(), Map.of(), Duration.ofSeconds(60), installed.home().toString());
    assertThat(started.errors())
        .as("it is started with its own Node, and misses what was left out here")
        .contains("Cannot find package '@oclif/core'", "Node.js v22.");

    Packable pack = provision.packable().orElseThrow();
    assertThat(pack.entry()).isEqualTo("artillery-2.0.34");
    pack.completion().complete(home, null);
    assertThatThrownBy(() -> pack.completion().complete(directory.path(), null))
        .isInstanceOf(InstallFailed.class)
        .hasMessageMatching(".* its Node, node-linux-\\w+, is not there");
  }

  private static void assertOpenToEveryone(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      assertThat(files.filter(file -> !Files.isSymbolicLink(file)))
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isIn("rwxr-xr-x", "rw-r--r--"));
    }
  }

  @Test
  @Timeout(300)
  void aPackageThatDiffersFromTheLockIsRefusedAndNothingIsLeft() throws Exception {
    ObjectNode lock = (ObjectNode) new ObjectMapper().readTree(twoPackages());
    String other = lock.at("/packages/node_modules~1node-linux-x64/integrity").textValue();
    ((ObjectNode) lock.at("/packages/node_modules~1artillery")).put("integrity", other);

    assertThatThrownBy(() -> provision(NONE, REAL, lock.toString()).install(step -> {}))
        .isInstanceOf(InstallFailed.class)
        .hasMessageContainingAll("artillery 2.0.34 could not be installed", "EINTEGRITY", other);
    assertThat(names(directory.path())).containsExactly(".artillery-2.0.34.lock");
  }

  @Test
  void theLockPinsEveryPackageByItsHashAndNamesNoRegistry() throws Exception {
    assertThat(MANIFEST).contains("\"artillery\": \"" + Artillery.VERSION + "\"");
    JsonNode packages = new ObjectMapper().readTree(LOCK).get("packages");
    assertThat(packages.size()).isGreaterThan(400);
    packages
        .properties()
        .forEach(
            entry -> {
              assertThat(entry.getValue().has("resolved")).as(entry.getKey()).isFalse();
              if (!entry.getKey().isEmpty()) {
                assertThat(entry.getValue().path("integrity").asText()).startsWith("sha512-");
              }
            });
    assertThat(packages.get(PACKAGES + "artillery").get("version").asText())
        .isEqualTo(Artillery.VERSION);
  }

  @Test
  void anInterruptedInstallationLeavesNothing() throws Exception {
    ArtilleryProvision provision = provision(NONE, REAL, LOCK);
    assertThatThrownBy(() -> provision.install(step -> Thread.currentThread().interrupt()))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(names(directory.path())).containsExactly(".artillery-2.0.34.lock");
  }

  @Test
  void withoutAFittingNpmTheReasonIsTold() throws Exception {
    Path old = directory.program("old", "npm", "6.14.18");
    Path mute = directory.program("mute", "npm", "hello");

    assertThat(provision(NONE, NONE, LOCK).states().getFirst().text())
        .contains("no npm on the PATH", "put npm 8 or newer", "2.0.34", "Node 22.18 or newer");
    ArtilleryProvision tooOld = provision(NONE, new SearchPath(List.of(old.getParent())), LOCK);
    assertThat(tooOld.canInstall()).isFalse();
    assertThat(tooOld.states().getFirst().text()).contains(old + " is version 6, too old");
    assertThat(
            provision(NONE, new SearchPath(List.of(mute.getParent())), LOCK)
                .states()
                .getFirst()
                .text())
        .contains(mute + " does not tell its version");
  }

  @Test
  void onThePathOnlyTheTestedVersionThatRunsReachIsUsed() throws Exception {
    Path newer = told("newer", "2.1.0", "v22.20.0");
    Path oldNode = told("oldNode", "2.0.34", "v22.17.1");
    Path closed = told("closed", "2.0.34", "v22.18.0");
    Files.setPosixFilePermissions(closed.getParent(), PosixFilePermissions.fromString("rwx------"));
    Path fitting = told("fitting", "2.0.34", "v24.1.0");
    ArtilleryProvision provision =
        provision(
            new SearchPath(
                Stream.of(newer, oldNode, closed, fitting).map(Path::getParent).toList()),
            NONE,
            LOCK);

    assertThat(provision.find()).contains(new ToolInstallation("artillery", "2.0.34", fitting));
    assertThat(provision.states().stream().map(ToolState::text))
        .hasSize(4)
        .anyMatch(text -> text.contains("2.1.0 is not the tested one, 2.0.34"))
        .anyMatch(text -> text.contains("needs Node 22.18 or newer, and uses 22.17.1"))
        .anyMatch(text -> text.contains(closed.getParent() + " is closed to other users"));
  }

  private Path told(String name, String version, String node) throws IOException {
    return directory.program(name, "artillery", "Artillery: " + version + " Node.js:   " + node);
  }

  private ArtilleryProvision provision(SearchPath artillery, SearchPath npm, String lock) {
    return new ArtilleryProvision(
        artillery,
        new ToolCache(directory.path()),
        new RunAccess(true),
        new NodePackages(npm, "artillery", MANIFEST, lock));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
