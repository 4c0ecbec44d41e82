package ru.perfscale.bootstrap.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import ru.perfscale.bootstrap.embedded.EmbeddedStack;
import ru.perfscale.bootstrap.identity.DevelopmentIdentityProvider;

/** Creates and runs the sample load test through the public API, and shows what comes of it. */
public final class Demo {
  private static final double EXPECTED_SECONDS = 8;
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final EmbeddedStack stack;
  private final String clientSecret;
  private final PrintStream out;
  private final boolean terminal;

  /**
   * @param terminal whether {@code out} is one, so that a line may be written over
   */
  public Demo(EmbeddedStack stack, String clientSecret, PrintStream out, boolean terminal) {
    this.stack = stack;
    this.clientSecret = clientSecret;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * @param stopped asked between two looks; when it is true the task is left to end with the stack
   * @return the task as it ended, or as it stood when it was stopped
   */
  public JsonNode run(SampleTool tool, BooleanSupplier stopped) {
    try (DemoTarget target = DemoTarget.start();
        DemoApi api = api()) {
      JsonNode test =
          api.post(
              "/tests",
              Map.of(
                  "name", "A little shop",
                  "tool", tool.wireName(),
                  "script", script(tool, target.port())));
      JsonNode task = api.post("/tasks", Map.of("testId", test.required("id").asText()));
      out.printf("Test %s, task %s%n", test.required("id").asText(), task.required("id").asText());
      JsonNode ended = follow(api, task.required("id").asText(), stopped);
      ResultTable.print(out, ended, target.requests());
      return ended;
    } catch (IOException e) {
      throw new UncheckedIOException("The demo's target could not be started: " + e, e);
    }
  }

  private JsonNode follow(DemoApi api, String id, BooleanSupplier stopped) {
    Progress progress = new Progress(out, terminal, EXPECTED_SECONDS);
    long begun = System.nanoTime();
    long running = 0;
    while (true) {
      JsonNode task = api.get("/tasks/" + id);
      String status = task.required("status").asText();
      long now = System.nanoTime();
      if (running == 0 && status.equals("running")) {
        running = now;
      }
      boolean over = !status.equals("pending") && !status.equals("running");
      if (over || stopped.getAsBoolean() || now - begun > LIMIT.toNanos()) {
        progress.end();
        return task;
      }
      progress.show(task, running == 0 ? 0 : (now - running) / 1e9);
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private DemoApi api() {
    DevelopmentIdentityProvider identity = stack.identity().orElseThrow();
    URI tokens =
        URI.create(
            "http://127.0.0.1:%d/realms/perfscale/protocol/openid-connect/token"
                .formatted(identity.port()));
    return new DemoApi(
        URI.create(stack.address() + "/api/v1"),
        tokens,
        Map.of(
            "grant_type", "password",
            "client_id", "perfscale-site",
            "client_secret", clientSecret,
            "username", "demo@perfscale.ru",
            "password", "demo1234"));
  }

  private static String script(SampleTool tool, int port) throws IOException {
    try (InputStream in = Demo.class.getResourceAsStream(tool.resource())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@PORT@", Integer.toString(port));
    }
  }
}
