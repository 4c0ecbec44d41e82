package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code up} as a user meets it. */
class UpIT {
  private static final Duration REFUSAL_LIMIT = Duration.ofMinutes(1);

  private static PassableDirectory directory;
  private static Up up;

  @BeforeAll
  static void start() {
    directory = PassableDirectory.create("up");
    up = Up.start(directory);
  }

  @AfterAll
  static void stop() {
    if (up != null) {
      up.close();
    }
    directory.close();
  }

  @Test
  void isReadyWhenItSaysSo() {
    Api.Answer answer = up.as("demo").get("/health/ready");

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  @Test
  void theTourOfTheApiRunsToItsEnd() throws Exception {
    Path root = Path.of(System.getProperty("perfscale.root"));
    Path output = directory.resolve("tour.txt");
    ProcessBuilder tour =
        new ProcessBuilder("bash", root.resolve("docs/examples/tour.sh").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    tour.environment().put("BASE", up.address().toString());
    tour.environment().put("IDENTITY", up.identity().toString());
    Process process = tour.start();

    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
  }

  @Test
  void anotherUpOnTheSameDataDirectoryIsRefusedAndNamesTheHolder() {
    Program other = Up.command(directory).run(REFUSAL_LIMIT);

    assertThat(other.exitCode(REFUSAL_LIMIT)).as(other.output()).isEqualTo(2);
    assertThat(other.err()).contains("PERFSCALE_DATA_DIR", Up.data(directory).toString(), holder());
  }

  @Test
  void aTakenHttpPortIsRefusedAndNamesTheHolder() {
    try (PassableDirectory elsewhere = PassableDirectory.create("up-refused")) {
      Program other =
          Up.command(elsewhere)
              .with("PERFSCALE_HTTP_PORT", Integer.toString(up.address().getPort()))
              .run(REFUSAL_LIMIT);

      assertThat(other.exitCode(REFUSAL_LIMIT)).as(other.output()).isEqualTo(2);
      assertThat(other.err()).contains("PERFSCALE_HTTP_PORT", holder());
    }
  }

  @Test
  void aTakenIdentityPortIsRefusedAndNamesTheHolder() {
    try (PassableDirectory elsewhere = PassableDirectory.create("up-refused")) {
      Program other =
          Up.command(elsewhere)
              .with("PERFSCALE_DEV_IDENTITY_PORT", Integer.toString(up.identityPort()))
              .run(REFUSAL_LIMIT);

      assertThat(other.exitCode(REFUSAL_LIMIT)).as(other.output()).isEqualTo(2);
      assertThat(other.err()).contains("PERFSCALE_DEV_IDENTITY_PORT", holder());
    }
  }

  private static String holder() {
    return "process " + up.program().pid();
  }

  @Test
  void serveRefusesTheDevelopmentIdentityProvider() {
    Program serve =
        new Program.Command(directory.path(), "serve")
            .with("PERFSCALE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/perfscale")
            .with("PERFSCALE_OIDC_ISSUER", up.identity() + "/realms/perfscale")
            .run(REFUSAL_LIMIT);

    assertThat(serve.exitCode(REFUSAL_LIMIT)).as(serve.output()).isEqualTo(2);
    assertThat(serve.err())
        .contains("PERFSCALE_OIDC_ISSUER", "development identity provider")
        .doesNotContain("Exception");
  }
}
