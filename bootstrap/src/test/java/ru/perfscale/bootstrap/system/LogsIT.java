package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the program writes can be shown to anybody. */
class LogsIT {
  @Test
  void noSecretIsWrittenEvenWhenEverythingElseIs() throws IOException {
    try (PassableDirectory directory = PassableDirectory.create("logs");
        Up up = Up.start(directory, command -> command.option("-Dperfscale.log.level=TRACE"))) {
      Api demo = up.as("demo");
      String task = demo.submit("custom", "echo '1 ok step' > $PERFSCALE_SAMPLES");
      demo.ended(task, Duration.ofMinutes(1));
      String signature = demo.token().substring(demo.token().lastIndexOf('.') + 1);
      List<String> secrets =
          List.of(
              signature,
              text(Up.data(directory).resolve("agent/credential")),
              text(Up.data(directory).resolve("postgres/password")));

      up.program().close();

      assertThat(up.program().output()).contains("DEBUG", "TRACE").doesNotContain(secrets);
      // Standard output shows the development users once, as it should; the log never does.
      assertThat(up.program().err()).doesNotContain("demo1234", "perfscale-dev-secret");
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file).strip();
  }
}
