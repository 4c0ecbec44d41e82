package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong with the settings is said at once, with the key and what would be right. */
class SettingsIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private PassableDirectory directory;

  @BeforeEach
  void create() {
    directory = PassableDirectory.create("settings");
  }

  @AfterEach
  void delete() {
    directory.close();
  }

  @Test
  void anUnknownKeyInTheFileIsRefusedAndTheNearestIsNamed() throws IOException {
    Files.writeString(directory.resolve("perfscale.properties"), "PERFSCALE_HTP_PORT=9000\n");

    assertRefused(Up.command(directory), "PERFSCALE_HTP_PORT", "PERFSCALE_HTTP_PORT?");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertRefused(
        new Program.Command(directory.path(), "up", "--config", "missing.properties"),
        "missing.properties");
  }

  @Test
  void aPortThatIsNoneIsRefused() {
    assertRefused(
        Up.command(directory).with("PERFSCALE_HTTP_PORT", "70000"), "PERFSCALE_HTTP_PORT", "70000");
  }

  @Test
  void serveWithoutDatabaseAndIssuerNamesBoth() {
    assertRefused(
        new Program.Command(directory.path(), "serve"),
        "PERFSCALE_DATABASE_URL",
        "PERFSCALE_OIDC_ISSUER");
  }

  @Test
  void serveWithoutIssuerNamesItAlone() {
    Program serve =
        new Program.Command(directory.path(), "serve")
            .with("PERFSCALE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/perfscale")
            .run(LIMIT);

    assertThat(serve.exitCode(LIMIT)).as(serve.output()).isEqualTo(2);
    assertThat(serve.err())
        .contains("PERFSCALE_OIDC_ISSUER")
        .doesNotContain("PERFSCALE_DATABASE_URL");
  }

  @Test
  void serveWithAnIssuerThatIsAwayOnlyWarnsOfIt() {
    Program serve =
        new Program.Command(directory.path(), "serve")
            .with("PERFSCALE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/perfscale")
            .with("PERFSCALE_OIDC_ISSUER", "http://127.0.0.1:2/realms/perfscale")
            .run(LIMIT);

    assertThat(serve.exitCode(LIMIT)).as(serve.output()).isEqualTo(2);
    assertThat(serve.err())
        .as("it went on to the database")
        .containsSubsequence("WARN", "127.0.0.1:2", "PERFSCALE_DATABASE_URL", "127.0.0.1:1");
  }

  private static void assertRefused(Program.Command command, String... words) {
    Program program = command.run(LIMIT);

    assertThat(program.exitCode(LIMIT)).as(program.output()).isEqualTo(2);
    assertThat(program.err()).contains(words).doesNotContain("Exception");
  }
}
