package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import ru.perfscale.bootstrap.settings.Directories;
import ru.perfscale.bootstrap.settings.Settings;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.runner.engine.ToolMissing;

/** A test of Locust from the API to the result. */
class LocustIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static PassableDirectory directory;
  private static Up up;

  @BeforeAll
  static void start() {
    requireLocust();
    directory = PassableDirectory.create("locust");
    up = Up.start(directory);
  }

  @AfterAll
  static void stop() {
    if (up != null) {
      up.close();
    }
    if (directory != null) {
      directory.close();
    }
  }

  private static void requireLocust() {
    Map<String, String> environment = System.getenv();
    Settings settings = Settings.load(Optional.empty(), Path.of("none"), environment);
    boolean root = "root".equals(System.getProperty("user.name"));
    try {
      MachineTools.of(Directories.of(settings, environment, root).cache()).find("locust");
    } catch (ToolMissing e) {
      if ("all".equals(environment.get("PERFSCALE_TESTS_REQUIRE"))) {
        throw new AssertionError("All tests must run, and " + e.getMessage(), e);
      }
      abort(e.getMessage() + "; ./perfscale tools install locust would make this test run");
    }
  }

  @Test
  void everyRequestOfARunWithUsersAndADurationIsInTheResult() {
    try (CountingTarget target = CountingTarget.failing(2)) {
      Api demo = up.as("demo");
      String script =
          """
          from locust import HttpUser, task

          class Visitor(HttpUser):
              host = "http://127.0.0.1:%d"

              @task
              def visit(self):
                  self.client.get("/")
          """
              .formatted(target.port());

      Api.Task task =
          demo.ended(
              demo.submit(
                  demo.createTest(
                      Map.of(
                          "name", "Visit",
                          "tool", "locust",
                          "users", 4,
                          "duration", "3s",
                          "script", script))),
              LIMIT);

      assertThat(task.status()).as("%s", task).isEqualTo("passed");
      assertThat(task.coverage()).isEqualTo(1.0);
      assertThat(task.totalRequests()).isPositive().isEqualTo(target.requests());
      assertThat(Math.round(task.errorRate() * task.totalRequests())).isEqualTo(target.errors());
    }
  }

  @Test
  void aScriptThatCannotBeLoadedIsToldInPythonsWords() {
    Api demo = up.as("demo");
    Api.Task task = demo.ended(demo.submit("locust", "import nosuch\n"), LIMIT);

    assertThat(task.status()).as("%s", task).isEqualTo("failed");
    assertThat(task.codes()).containsExactly("script_error");
    assertThat(task.reasons().getFirst().message()).contains("No module named 'nosuch'");
    assertThat(task.totalRequests()).isZero();
  }
}
