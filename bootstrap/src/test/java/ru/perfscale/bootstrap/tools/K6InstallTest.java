package ru.perfscale.bootstrap.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ru.perfscale.runner.engine.tool.K6;
import ru.perfscale.runner.engine.tool.ToolInstallation;

/** Needs Go on the PATH, and its module cache or the network. */
class K6InstallTest {
  private static final SearchPath PATH = SearchPath.of(System.getenv());

  /** Tests run in the directory of their module. */
  private static final Path CHECKOUT = Path.of("").toAbsolutePath().getParent();

  private OpenDirectory directory;

  @BeforeEach
  void create() throws IOException {
    directory = new OpenDirectory();
  }

  @AfterEach
  void delete() throws IOException {
    directory.close();
  }

  /** Generous, because a cold build of k6 compiles some thousand packages. */
  @Test
  @Timeout(900)
  void goBuildsThePinnedModule() throws Exception {
    List<String> steps = new ArrayList<>();
    K6Provision provision = provision(PATH, Lock.read("k6.lock"));
    assertThat(provision.states())
        .containsExactly(
            new ToolState.Installable("k6", "2.2.0", "with Go, from its pinned module"));

    ToolInstallation installed = provision.install(steps::add);

    assertThat(steps).hasSize(2).allMatch(step -> step.startsWith("installing k6 2.2.0: "));
    assertThat(installed)
        .isEqualTo(new ToolInstallation("k6", "2.2.0", directory.resolve("k6-2.2.0/k6")));
    assertThat(provision.find()).contains(installed);
    assertThat(
            Command.run(
                    directory.path(),
                    Map.of(),
                    Duration.ofSeconds(60),
                    installed.home().toString(),
                    "version")
                .text())
        .startsWith("k6 v2.2.0 ");
    assertThat(names(directory.resolve("k6-2.2.0"))).containsExactly("k6");
    assertThat(names(directory.path())).containsExactlyInAnyOrder(".k6-2.2.0.lock", "k6-2.2.0");
  }

  @Test
  void aModuleThatDiffersFromTheLockIsRefusedAndNothingIsLeft() throws Exception {
    String right = Lock.read("k6.lock").entries().getFirst().digest();
    String wrong = right.replace("FXtQ", "AAAA");
    Lock lock = Lock.parse("test", "go.k6.io/k6/v2@v2.2.0 " + wrong + "\ngo 1.25\n");
    assertThatThrownBy(() -> provision(PATH, lock).install(step -> {}))
        .isInstanceOf(InstallFailed.class)
        .hasMessageContainingAll("go.k6.io/k6/v2@v2.2.0 was refused", right, wrong);
    assertThat(names(directory.path())).containsExactly(".k6-2.2.0.lock");
  }

  @Test
  void withoutGoItSaysWhatToDo() throws Exception {
    K6Provision provision = provision(new SearchPath(List.of()), Lock.read("k6.lock"));
    assertThat(provision.canInstall()).isFalse();
    assertThat(provision.states().getFirst().text())
        .contains("no Go on the PATH", "Go 1.25 or newer", "2.2.x");
  }

  @Test
  void anOldGoIsNamed() throws Exception {
    Path old = directory.program("bin", "go", "go version go1.24.9 linux/amd64");
    K6Provision provision =
        provision(new SearchPath(List.of(old.getParent())), Lock.read("k6.lock"));
    assertThat(provision.canInstall()).isFalse();
    assertThat(provision.states().getFirst().text()).contains(old + " is 1.24, too old");
  }

  /** Short where Go has compiled k6 before, as the other tests and the tools do. */
  @Test
  @Timeout(900)
  void k6WithOurOutputIsBuiltFromTheCheckoutAndGoesBeforeStockK6() throws Exception {
    K6OutputProvision output = output(Optional.of(CHECKOUT), PATH);
    assertThat(output.states().getFirst()).isInstanceOf(ToolState.Installable.class);

    ToolInstallation installed = output.install(step -> {});

    assertThat(installed.tool()).isEqualTo("k6");
    assertThat(installed.version()).isEqualTo("2.2.0");
    assertThat(installed.extensions()).isEqualTo(Set.of(K6.SAMPLE_OUTPUT));
    assertThat(output.find()).contains(installed);
    K6Provision stock =
        new K6Provision(
            PATH,
            new ToolCache(directory.path()),
            new RunAccess(true),
            new GoModule(PATH, Lock.read("k6.lock")),
            output);
    assertThat(stock.find()).contains(installed);
    assertThat(stock.states().getFirst())
        .isEqualTo(new ToolState.Installed("k6", "2.2.0", installed.home()));
    assertThat(
            Command.run(
                    directory.path(),
                    Map.of(),
                    Duration.ofSeconds(60),
                    installed.home().toString(),
                    "version")
                .text())
        .startsWith("k6 v2.2.0 ")
        .contains("perfscale [output]");
  }

  @Test
  void aChangedSourceIsAnotherEntryAndAChangedTestIsNot() throws Exception {
    Path copy = Files.createDirectory(directory.resolve("k6-output"));
    Files.writeString(copy.resolve("go.mod"), "module m\n\nrequire go.k6.io/k6/v2 v2.2.0\n");
    K6OutputSource source = new K6OutputSource(copy);
    String before = source.digest();

    Files.writeString(copy.resolve("a_test.go"), "package m\n");
    assertThat(source.digest()).isEqualTo(before);

    Files.writeString(copy.resolve("a.go"), "package m\n");
    assertThat(source.digest()).isNotEqualTo(before).hasSize(12);
    assertThat(source.version()).isEqualTo("2.2.0");
  }

  @Test
  void k6WithOurOutputIsOfTheVersionAndTheSumOfStockK6() throws Exception {
    Lock.Entry k6 = Lock.read("k6.lock").entries().getFirst();
    Path source = CHECKOUT.resolve("k6-output");
    assertThat(k6.name()).endsWith("@v" + new K6OutputSource(source).version());
    assertThat(Files.readString(source.resolve("go.sum")))
        .contains(k6.name().replace("@", " ") + " " + k6.digest() + "\n");
  }

  @Test
  void withoutTheFolderOrGoItSaysWhatToDo() throws Exception {
    K6OutputProvision elsewhere = output(Optional.of(directory.path()), PATH);
    assertThat(elsewhere.find()).isEmpty();
    assertThat(elsewhere.canInstall()).isFalse();
    assertThat(elsewhere.states().getFirst().text())
        .contains("is not in " + directory.path(), "start it with ./perfscale of a checkout");
    assertThat(output(Optional.empty(), PATH).states().getFirst().text())
        .contains("is not known here", "stock k6 does without it");

    K6OutputProvision withoutGo = output(Optional.of(CHECKOUT), new SearchPath(List.of()));
    assertThat(withoutGo.canInstall()).isFalse();
    assertThat(withoutGo.states().getFirst().text())
        .contains("no Go on the PATH", "Go 1.25 or newer", "stock k6 does without it");
  }

  private K6Provision provision(SearchPath go, Lock lock) {
    return new K6Provision(
        new SearchPath(List.of()),
        new ToolCache(directory.path()),
        new RunAccess(true),
        new GoModule(go, lock),
        output(Optional.empty(), go));
  }

  private K6OutputProvision output(Optional<Path> checkout, SearchPath go) {
    return new K6OutputProvision(
        checkout, new ToolCache(directory.path()), new RunAccess(true), new Go(go, "1.25"));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
