package ru.perfscale.bootstrap.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.tool.ToolInstallation;

class JMeterInstallTest {
  private static final Lock LOCK = Lock.read("jmeter.lock");

  private OpenDirectory directory;

  @BeforeEach
  void create() throws IOException {
    directory = new OpenDirectory();
  }

  @AfterEach
  void delete() throws IOException {
    directory.close();
  }

  /**
   * For the tests that need a second process: installs into a directory, telling each step on
   * standard output.
   */
  static final class Installer {
    public static void main(String[] arguments) throws Exception {
      provision(Path.of(arguments[0]), LOCK).install(System.out::println);
      System.out.println("installed");
    }
  }

  @Test
  void theInstallationIsWholeAndOpenToTheUserOfRuns() throws Exception {
    List<String> steps = new ArrayList<>();
    JMeterProvision provision = provision(directory.path(), LOCK);
    assertThat(provision.find()).isEmpty();
    assertThat(provision.states())
        .containsExactly(
            new ToolState.Installable("jmeter", "5.6.3", "from its pinned Maven artifacts"));

    ToolInstallation installed = provision.install(steps::add);

    assertThat(installed)
        .isEqualTo(new ToolInstallation("jmeter", "5.6.3", directory.resolve("jmeter-5.6.3")));
    assertThat(provision.find()).contains(installed);
    assertThat(steps)
        .contains("installing jmeter 5.6.3: 80 of 143 artifacts")
        .last()
        .asString()
        .contains("143 of 143");
    assertThat(installed.home().resolve("bin"))
        .isDirectoryContaining("glob:**/jmeter.properties")
        .isDirectoryContaining("glob:**/saveservice.properties");
    assertThat(names(installed.home().resolve("lib"))).hasSize(143);
    try (Stream<Path> files = Files.walk(installed.home())) {
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
    }
    assertThat(names(directory.path()))
        .containsExactlyInAnyOrder(".jmeter-5.6.3.lock", "jmeter-5.6.3");

    steps.clear();
    assertThat(provision.install(steps::add)).isEqualTo(installed);
    assertThat(steps).isEmpty();
  }

  @Test
  void anArtifactThatDiffersFromTheLockIsRefusedAndNothingIsLeft() throws Exception {
    List<Lock.Entry> entries = new ArrayList<>(LOCK.entries());
    entries.set(42, new Lock.Entry(entries.get(42).name(), "0".repeat(64)));
    JMeterProvision provision = provision(directory.path(), new Lock(entries));
    assertThatThrownBy(() -> provision.install(step -> {}))
        .isInstanceOf(InstallFailed.class)
        .hasMessageContainingAll(entries.get(42).name(), "was refused", "0".repeat(64));
    assertThat(provision.find()).isEmpty();
    assertThat(names(directory.path())).containsExactly(".jmeter-5.6.3.lock");
  }

  @Test
  void anInterruptedInstallationLeavesNothing() throws Exception {
    JMeterProvision provision = provision(directory.path(), LOCK);
    assertThatThrownBy(() -> provision.install(step -> Thread.currentThread().interrupt()))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(names(directory.path())).containsExactly(".jmeter-5.6.3.lock");
  }

  @Test
  void aKilledInstallationLooksNeverCompleteAndTheNextOneClearsItUp() throws Exception {
    Process killed = installer();
    try (BufferedReader steps = killed.inputReader()) {
      assertThat(steps.lines().anyMatch(step -> step.contains("40 of 143"))).isTrue();
    } finally {
      killed.destroyForcibly().waitFor();
    }
    assertThat(names(directory.path()))
        .anyMatch(name -> name.startsWith(".jmeter-5.6.3.building-"));
    JMeterProvision provision = provision(directory.path(), LOCK);
    assertThat(provision.find()).isEmpty();

    provision.install(step -> {});

    assertThat(names(directory.path()))
        .containsExactlyInAnyOrder(".jmeter-5.6.3.lock", "jmeter-5.6.3");
    assertThat(names(directory.resolve("jmeter-5.6.3/lib"))).hasSize(143);
  }

  @Test
  void twoProcessesInstallOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    CompletableFuture<ToolInstallation> here =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return provision(directory.path(), LOCK)
                    .install(
                        step -> {
                          begun.countDown();
                          awaitQuietly(other);
                        });
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            },
            Thread.ofPlatform()::start);
    begun.await();
    Process second = installer();
    try (BufferedReader steps = second.inputReader()) {
      assertThat(second.isAlive()).isTrue();
      other.countDown();
      assertThat(steps.lines().filter(step -> step.startsWith("install")))
          .containsExactly("installed");
    } finally {
      second.destroyForcibly().waitFor();
    }
    assertThat(here.get().home()).isEqualTo(directory.resolve("jmeter-5.6.3"));
    assertThat(names(directory.path()))
        .containsExactlyInAnyOrder(".jmeter-5.6.3.lock", "jmeter-5.6.3");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Process installer() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Installer.class.getName(),
            directory.path().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static JMeterProvision provision(Path cache, Lock lock) {
    return new JMeterProvision(
        new SearchPath(List.of()),
        new ToolCache(cache),
        new RunAccess(true),
        new MavenArtifacts(),
        lock);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
