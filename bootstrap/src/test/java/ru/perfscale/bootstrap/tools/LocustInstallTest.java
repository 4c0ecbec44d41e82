package ru.perfscale.bootstrap.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** The first two need a Python that other users reach, and pip's cache or the network. */
class LocustInstallTest {
  private static final SearchPath REAL = SearchPath.of(System.getenv());
  private static final SearchPath NONE = new SearchPath(List.of());
  private static final String LOCK = Lock.text("locust.lock");

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
  @Timeout(300)
  void pipInstallsThePinnedWheelsForEveryUser() throws Exception {
    List<String> steps = new ArrayList<>();
    LocustProvision provision = provision(NONE, REAL, LOCK);
    assertThat(provision.find()).isEmpty();
    assertThat(provision.states())
        .containsExactly(
            new ToolState.Installable("locust", "2.46.7", "with Python, from its pinned packages"));

    ToolInstallation installed = provision.install(steps::add);

    assertThat(steps).hasSize(2).allMatch(step -> step.startsWith("installing locust 2.46.7: "));
    Path home = directory.resolve("locust-2.46.7");
    assertThat(installed)
        .isEqualTo(new ToolInstallation("locust", "2.46.7", home.resolve("bin/locust")));
    assertThat(provision.find()).contains(installed);
    assertThat(names(directory.path()))
        .containsExactlyInAnyOrder(".locust-2.46.7.lock", "locust-2.46.7");
    assertThat(names(home.resolve("bin")))
        .contains("locust")
        .allMatch(name -> name.equals("locust") || name.startsWith("python"));
    assertThat(version(installed.home())).startsWith("locust 2.46.7 from " + home + "/");
    assertOpenToEveryone(home);

    Files.delete(home.resolve("bin/python3"));
    Files.delete(home.resolve("bin/python"));
    assertThat(provision(NONE, REAL, LOCK).states().getFirst().text())
        .contains("does not start", "delete " + home);
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
    String wrong = LOCK.replaceFirst("(?s)(blinker==[^:]+:)[0-9a-f]{64}", "$1" + "0".repeat(64));
    assertThatThrownBy(() -> provision(NONE, REAL, wrong).install(step -> {}))
        .isInstanceOf(InstallFailed.class)
        .hasMessageContainingAll("locust 2.46.7 could not be installed", "blinker", "0".repeat(64));
    assertThat(names(directory.path())).containsExactly(".locust-2.46.7.lock");
  }

  @Test
  void anInterruptedInstallationLeavesNothing() throws Exception {
    LocustProvision provision = provision(NONE, REAL, LOCK);
    assertThatThrownBy(() -> provision.install(step -> Thread.currentThread().interrupt()))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(names(directory.path())).containsExactly(".locust-2.46.7.lock");
  }

  @Test
  void aPythonThatDoesNotFitIsNamedWithTheReason() throws Exception {
    Path old = directory.program("old", "python3", "Python 3.10 ensurepip");
    Path bare = directory.program("bare", "python3.12", "Python 3.12 nothing");
    Path closed = directory.program("closed", "python3", "Python 3.12 pip");
    Files.setPosixFilePermissions(closed.getParent(), PosixFilePermissions.fromString("rwx------"));
    LocustProvision provision =
        provision(
            NONE,
            new SearchPath(List.of(old.getParent(), bare.getParent(), closed.getParent())),
            LOCK);

    assertThat(provision.canInstall()).isFalse();
    assertThat(provision.states().getFirst().text())
        .contains(
            old + " is not used: 3.10 is too old",
            bare + " is not used: it has neither ensurepip nor pip",
            closed.getParent() + " is closed to other users",
            "Python 3.11 or newer",
            "python3-venv",
            "2.46.x");
    assertThat(provision(NONE, NONE, LOCK).states().getFirst().text()).contains("no python3");
  }

  @Test
  void onThePathOnlyATestedVersionThatRunsReachIsUsed() throws Exception {
    Path newer = directory.program("newer", "locust", "locust 2.47.0 from /x (Python 3.12.1)");
    Path closedPackage = Files.createDirectory(directory.resolve("package"));
    Files.setPosixFilePermissions(closedPackage, PosixFilePermissions.fromString("rwx------"));
    Path closed =
        directory.program(
            "closed", "locust", "locust 2.46.3 from " + closedPackage + " (Python 3.12.1)");
    Path fitting =
        directory.program(
            "fitting", "locust", "locust 2.46.3 from " + directory.path() + " (Python 3.12.1)");
    LocustProvision provision =
        provision(
            new SearchPath(List.of(newer.getParent(), closed.getParent(), fitting.getParent())),
            NONE,
            LOCK);

    assertThat(provision.find()).contains(new ToolInstallation("locust", "2.46.3", fitting));
    assertThat(provision.states()).hasSize(3);
    assertThat(provision.states().get(1).text())
        .contains(newer.toString(), "2.47.0 is outside the tested range 2.46.x");
    assertThat(provision.states().get(2).text())
        .contains(closed.toString(), closedPackage + " is closed to other users");
  }

  private LocustProvision provision(SearchPath locust, SearchPath python, String lock) {
    RunAccess access = new RunAccess(true);
    return new LocustProvision(
        locust,
        new ToolCache(directory.path()),
        access,
        new PythonEnvironment(python, access, "locust", lock));
  }

  private String version(Path program) throws IOException, InterruptedException {
    return Command.run(
            directory.path(), Map.of(), Duration.ofSeconds(60), program.toString(), "--version")
        .text();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
