package ru.perfscale.adapters.http.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.AgentScript;
import ru.perfscale.adapters.http.AgentScript.Offer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.TestServer;

class CancelAllTest {
  private static final String TEST = "{\"name\": \"n\", \"tool\": \"k6\", \"script\": \"x\"}";

  private TestServer server;
  private ApiClient admin;

  @BeforeEach
  void start() {
    server = TestServer.start();
    admin = server.as("admin");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String submit(ApiClient client) {
    String test = client.post("/api/v1/tests", TEST).has(201).id();
    return client.post("/api/v1/tasks", "{\"testId\": \"" + test + "\"}").has(202).id();
  }

  private static String status(ApiClient client, String task) {
    return client.get("/api/v1/tasks/" + task).has(200).json().path("status").textValue();
  }

  private String cancelAll() {
    return admin.send("POST", "/api/v1/tasks/cancel-all").has(200).text();
  }

  @Test
  void whatRunsIsMarkedAndWhatWaitsEnds() {
    AgentScript agent = AgentScript.hello(server, TestServer.DEMO, "worker-01");
    String running = submit(admin);
    Offer offer = agent.start();
    String waiting = submit(admin);

    assertThat(cancelAll()).isEqualTo("{\"cancelled\":2}");

    assertThat(status(admin, waiting)).isEqualTo("cancelled");
    assertThat(admin.get("/api/v1/tasks/" + running).text())
        .contains("\"status\":\"running\"")
        .contains("\"cancel_requested_at\":\"2025-01-15T10:05:00.250Z\"");
    assertThat(agent.poll().json().path("cancels").get(0).textValue())
        .isEqualTo(offer.assignment());
    agent.finish(offer, "cancelled", 0, "[]").has(200);
    assertThat(cancelAll()).isEqualTo("{\"cancelled\":0}");
  }

  @Test
  void anotherTenantsTasksGoOn() {
    String others = submit(server.as("other"));

    assertThat(cancelAll()).isEqualTo("{\"cancelled\":0}");
    assertThat(status(server.as("other"), others)).isEqualTo("pending");
  }

  @Test
  void itsNameIsTheIdOfNoTask() {
    admin.get("/api/v1/tasks/cancel-all").refuses(404, "not_found", "Task cancel-all");
    admin.delete("/api/v1/tasks/cancel-all").has(404);
  }
}
