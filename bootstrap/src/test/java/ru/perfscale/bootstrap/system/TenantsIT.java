package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Two tenants make the same calls, and neither can tell that the other is there. */
class TenantsIT {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final Map<String, String> MACHINE =
      Map.of("name", "runner", "hostname", "runner.example.com", "os", "linux", "arch", "arm64");
  private static final Map<String, String> TEST =
      Map.of("name", "Shop", "tool", "custom", "script", "echo '1 ok step' > $PERFSCALE_SAMPLES");

  private static PassableDirectory directory;
  private static Up up;
  private static Api demo;
  private static Api other;

  /** What {@code demo} has, by the list it is in. */
  private static Map<String, String> ids;

  @BeforeAll
  static void start() {
    directory = PassableDirectory.create("tenants");
    up = Up.start(directory);
    demo = up.as("demo");
    other = up.as("other");
    String test = demo.createTest(TEST);
    ids =
        Map.of(
            "machines", demo.post("/machines", MACHINE).text("id"),
            "tests", test,
            "tasks", demo.submit(test));
  }

  @AfterAll
  static void stop() {
    if (up != null) {
      up.close();
    }
    directory.close();
  }

  /** Every route of the OpenAPI document that has an id in its path. */
  @TestFactory
  Stream<DynamicTest> noRouteAdmitsThatAnotherTenantsIdExists() {
    JsonNode paths = other.get("/openapi.json").body().required("paths");
    List<DynamicTest> tests =
        stream(paths.fieldNames())
            .filter(path -> path.startsWith("/api/v1/") && path.contains("{"))
            .flatMap(
                path ->
                    stream(paths.required(path).fieldNames())
                        .filter(METHODS::contains)
                        .map(method -> route(method.toUpperCase(Locale.ROOT), path)))
            .toList();
    assertThat(tests).as("routes with an id").hasSizeGreaterThanOrEqualTo(7);
    return tests.stream();
  }

  private static DynamicTest route(String method, String path) {
    String list = path.split("/")[3];
    String mine = path.substring("/api/v1".length()).replaceFirst("\\{\\w+}", ids.get(list));
    Map<String, ?> change = list.equals("tasks") ? Map.of("pinned", true) : Map.of("name", "Mine");
    Map<String, ?> body = method.equals("PATCH") ? change : null;
    return DynamicTest.dynamicTest(
        method + " " + path,
        () -> {
          Api.Answer answer = other.call(method, mine, body);

          assertThat(answer.status()).as("%s", answer).isEqualTo(404);
          assertThat(answer.text("error")).isEqualTo("not_found");
          assertThat(demo.get("/" + list + "/" + ids.get(list)).status()).isEqualTo(200);
        });
  }

  @Test
  void noListHoldsAnotherTenantsIds() {
    for (String list : ids.keySet()) {
      assertThat(demo.get("/" + list).body().toString()).contains(ids.get(list));
      assertThat(other.get("/" + list).body().toString()).doesNotContain(ids.values());
    }
  }

  @Test
  void aTaskCannotRunAnotherTenantsTest() {
    Api.Answer answer = other.post("/tasks", Map.of("testId", ids.get("tests")));

    assertThat(answer.status()).as("%s", answer).isEqualTo(404);
  }

  @Test
  void aHostnameMayBeTakenOncePerTenant() {
    Api.Answer own = demo.post("/machines", MACHINE);
    Api.Answer others = other.post("/machines", MACHINE);

    assertThat(own.status()).as("%s", own).isEqualTo(409);
    assertThat(others.status()).as("%s", others).isEqualTo(201);
  }

  @Test
  void aTenantsTaskDoesNotRunOnAnotherTenantsMachine() {
    String task = other.submit(other.createTest(TEST));

    Api.Task waiting =
        other.awaited(task, Duration.ofSeconds(20), "reason", seen -> seen.pendingReason() != null);

    assertThat(waiting.status()).isEqualTo("pending");
    assertThat(waiting.pendingReason()).contains("machine");
  }

  private static <T> Stream<T> stream(Iterator<T> elements) {
    Iterable<T> iterable = () -> elements;
    return StreamSupport.stream(iterable.spliterator(), false);
  }
}
