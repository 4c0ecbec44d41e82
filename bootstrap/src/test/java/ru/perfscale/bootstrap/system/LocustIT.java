package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A test of Locust from the API to the result. */
class LocustIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static PassableDirectory directory;
  private static Up up;

  @BeforeAll
  static void start() {
    RequiredTool.require("locust");
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
