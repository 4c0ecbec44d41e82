package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.perfscale.runner.engine.DataFile.Split;

/** What a run is given besides its script, seen by a command that prints it. */
class RunInputsTest {
  @TempDir private Path files;
  private TestEngine engine;

  @BeforeEach
  void start() {
    engine = TestEngine.forCommands();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private String logOf(RunSpec.Builder spec) throws Exception {
    RunResult result = engine.run(spec);
    assertThat(result.end()).as(result.message()).isEqualTo(End.COMPLETED);
    return result.log().text();
  }

  @Test
  void parametersSecretsAndShareAreVariables() throws Exception {
    String log =
        logOf(
            TestEngine.command("echo \"$TARGET ${#TOKEN} $PERFSCALE_SHARE\"")
                .parameter("TARGET", "here")
                .secret("TOKEN", "s3cret")
                .share(Share.parse("2/3")));

    assertThat(log).isEqualTo("here 6 2/3\n");
  }

  @Test
  void aSecretIsHiddenInLogAndMessage() throws Exception {
    RunResult result =
        engine.run(
            TestEngine.command("echo \"the token is $TOKEN\"; exit 3").secret("TOKEN", "s3cret"));

    assertThat(result.log().text()).isEqualTo("the token is ***\n");
    assertThat(result.message()).contains("the token is ***").doesNotContain("s3cret");
    assertThat(RunSpec.builder("k6", "x").secret("T", "s3cret").build().toString())
        .contains("secrets=[T]")
        .doesNotContain("s3cret");
  }

  @Test
  void aParameterThatCannotBeAVariableIsRefusedByATypedError() {
    assertThatThrownBy(
            () -> engine.start(TestEngine.command("true").parameter("host.name", "x").build()))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("parameter 'host.name' cannot reach custom");
  }

  @Test
  void aNameIsGivenOnce() {
    assertThatThrownBy(
            () -> TestEngine.command("true").parameter("A", "1").secret("A", "2").build())
        .hasMessageContaining("A is given twice");
  }

  @Test
  void dataFilesLieBesideTheScript() throws Exception {
    Path users = Files.writeString(files.resolve("users.csv"), "name\nann\nbob\n");

    String log =
        logOf(
            TestEngine.command("cat users.csv lib/u.csv")
                .dataFile(DataFile.of(users))
                .dataFile(new DataFile("lib/u.csv", users, Split.WHOLE)));

    assertThat(log).isEqualTo("name\nann\nbob\nname\nann\nbob\n");
  }

  @Test
  void partsOfADividedFileAreTheWholeFile() throws Exception {
    Path users = Files.writeString(files.resolve("users.csv"), "name\na\nb\nc\nd\ne");

    assertThat(part(users, Split.DIVIDED_AFTER_HEADER, "1/2")).isEqualTo("name\na\nc\ne");
    assertThat(part(users, Split.DIVIDED_AFTER_HEADER, "2/2")).isEqualTo("name\nb\nd\n");
    assertThat(part(users, Split.DIVIDED, "1/2")).isEqualTo("name\nb\nd\n");
    assertThat(part(users, Split.DIVIDED, "3/3")).isEqualTo("b\ne");
    assertThat(part(users, Split.DIVIDED, "1/1")).isEqualTo("name\na\nb\nc\nd\ne");
  }

  private String part(Path file, Split split, String share) throws Exception {
    return logOf(
        TestEngine.command("cat users.csv")
            .dataFile(new DataFile("users.csv", file, split))
            .share(Share.parse(share)));
  }

  @Test
  void aDataFileThatIsNotThereIsATypedErrorAndLeavesNothing() throws IOException {
    DataFile missing = DataFile.of(files.resolve("gone.csv"));

    assertThatThrownBy(() -> engine.start(TestEngine.command("true").dataFile(missing).build()))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("Cannot copy the data file 'gone.csv'");
    assertThat(engine.directory.resolve("runs")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/etc/passwd", "../x", "a/../../x", "a/./b", ".."})
  void aDataFileStaysInTheWorkDirectory(String name) {
    assertThatThrownBy(() -> new DataFile(name, Path.of("x"), Split.WHOLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("data file name is '" + name + "'");
  }
}
