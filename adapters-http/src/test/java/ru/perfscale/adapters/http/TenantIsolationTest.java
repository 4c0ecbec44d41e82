package ru.perfscale.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import ru.perfscale.adapters.http.AgentScript.Offer;
import ru.perfscale.adapters.http.OpenApiContract.Operation;

/** Over every route of the OpenAPI document, so that a new one cannot be forgotten. */
class TenantIsolationTest {
  private static TestServer server;
  private static Map<String, String> demos;
  private static AgentScript othersAgent;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    Situations demo = new Situations(server);
    String machine = demo.machine();
    String test = demo.test();
    AgentScript agent = demo.agent();
    String task = demo.submit(test).id();
    Offer offer = agent.nextOffer();
    demos =
        Map.of(
            "/api/v1/machines/{id}", machine,
            "/api/v1/tests/{id}", test,
            "/api/v1/tasks/{id}", task,
            "/agent/v1/assignments/{id}/", offer.assignment());
    othersAgent = AgentScript.hello(server, TestServer.OTHER, "host-1");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<Operation> operations(boolean withId) {
    return OpenApiContract.INSTANCE.operations().stream()
        .filter(operation -> operation.path().contains("{id}") == withId)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> anIdOfAnotherTenantDoesNotExist() {
    return operations(true).stream()
        .map(
            operation ->
                DynamicTest.dynamicTest(operation.id(), () -> askAsOther(operation).has(404)));
  }

  private static Answer askAsOther(Operation operation) {
    String id =
        demos.entrySet().stream()
            .filter(entry -> operation.path().startsWith(entry.getKey()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("No id of the other tenant for " + operation))
            .getValue();
    ApiClient other =
        operation.path().startsWith("/agent/") ? othersAgent.client : server.as("other");
    String path = operation.path().replace("{id}", id);
    return Situations.hasBody(operation)
        ? other.send(operation.method(), path, Situations.validBody(operation))
        : other.send(operation.method(), path);
  }

  @TestFactory
  Stream<DynamicTest> noListShowsWhatIsAnothers() {
    return operations(false).stream()
        .filter(operation -> operation.method().equals("GET"))
        .filter(operation -> operation.path().startsWith("/api/"))
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation.id(),
                    () -> {
                      String mine = server.as("member").get(operation.path()).has(200).text();
                      String others = server.as("other").get(operation.path()).has(200).text();
                      assertThat(others).doesNotContain(demos.values());
                      if (others.startsWith("[")) {
                        assertThat(mine).contains("\"id\":");
                      }
                    }));
  }

  @Test
  void theTestOfAnotherTenantCannotBeRun() {
    String test = demos.get("/api/v1/tests/{id}");

    server
        .as("other")
        .post("/api/v1/tasks", "{\"testId\": \"" + test + "\"}")
        .refuses(404, "not_found", "Test " + test + " does not exist");
  }

  @Test
  void twoTenantsMayHaveMachinesOfTheSameName() {
    String machine =
        """
        {"name": "same", "hostname": "same", "os": "linux", "arch": "amd64"}""";

    server.as("member").post("/api/v1/machines", machine).has(201);
    server.as("other").post("/api/v1/machines", machine).has(201);
  }

  @Test
  void theAgentOfAnotherTenantIsOfferedNothing() {
    assertThat(
            othersAgent
                .client
                .post(
                    "/agent/v1/poll",
                    """
                    {"boot": "b1", "running": [{"assignment": "%s", "epoch": 1}]}"""
                        .formatted(demos.get("/agent/v1/assignments/{id}/")))
                .json()
                .path("offers"))
        .isEmpty();
  }
}
