package ru.perfscale.adapters.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.RawClient;
import ru.perfscale.adapters.http.TestServer;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.domain.loadtest.Limits;
import ru.perfscale.domain.loadtest.Load;
import ru.perfscale.domain.loadtest.LoadTestId;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.task.Plan;
import ru.perfscale.domain.task.Task;

class ListTest {
  private TestServer server;
  private ApiClient viewer;

  @BeforeEach
  void start() {
    server = TestServer.start();
    viewer = server.as("viewer");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Oldest first; the API lists them the other way round. */
  private List<String> storeTasks(int count) {
    Plan plan =
        new Plan(
            LoadTestId.next(),
            Tool.K6,
            Load.BY_SCRIPT,
            Limits.DEFAULT,
            new Plan.Order("demo", Instant.EPOCH));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Task task = Task.submit(TestServer.DEMO, plan);
      server.store(task);
      ids.add(task.id().value());
    }
    return ids;
  }

  private static List<String> idsOf(Answer answer) {
    return answer.json().findValuesAsText("id");
  }

  @Test
  void aListOfFiveThousandComesWholeAndInOrder() {
    List<String> ids = storeTasks(5_000);

    Answer all = viewer.get("/api/v1/tasks").has(200);

    assertThat(idsOf(all)).isEqualTo(ids.reversed());
    assertThat(all.header("Link")).isNull();
    assertThat(all.header("Transfer-Encoding")).isEqualTo("chunked");
  }

  @Test
  void aListThatEndsAtAPageBoundaryIsComplete() {
    List<String> ids = storeTasks(400);

    assertThat(idsOf(viewer.get("/api/v1/tasks"))).isEqualTo(ids.reversed());
  }

  @Test
  void aFaultInTheMiddleCutsTheConnection() throws IOException {
    storeTasks(2_000);
    server.memory.faults.breakAfter(5, () -> new StorageUnavailable(new IOException("gone")));

    String received =
        RawClient.exchange(
            server.port(),
            "GET /api/v1/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer viewer\r\n\r\n");

    assertThat(received)
        .startsWith("HTTP/1.1 200 OK")
        .contains("Transfer-Encoding: chunked", "[{\"id\":\"task_")
        .doesNotContain("}]\r\n", "\r\n0\r\n");
    server.memory.faults.breakAfter(5, () -> new StorageUnavailable(new IOException("gone")));
    assertThatThrownBy(() -> viewer.get("/api/v1/tasks"))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .isNotInstanceOf(JsonProcessingException.class);
    server.memory.faults.heal();
    assertThat(viewer.get("/api/v1/tasks").has(200).json()).hasSize(2_000);
  }

  @Test
  void aFaultBeforeAnythingWasSentIsAnErrorLikeAnyOther() {
    storeTasks(30);
    server.memory.faults.breakWith(() -> new StorageUnavailable(new IOException("gone")));

    viewer.get("/api/v1/tasks").refuses(503, "unavailable", "The database is not available");
  }

  @Test
  void pagesLeadToEachOtherAndShowEachElementOnce() {
    List<String> ids = storeTasks(25);
    List<String> seen = new ArrayList<>();
    Optional<String> next = Optional.of("/api/v1/tasks?limit=10");
    int pages = 0;

    while (next.isPresent()) {
      Answer page = viewer.get(next.get()).has(200);
      seen.addAll(idsOf(page));
      pages++;
      next =
          Optional.ofNullable(page.header("Link"))
              .map(link -> link.replaceAll("<(.*)>; rel=\"next\"", "$1"));
    }

    assertThat(pages).isEqualTo(3);
    assertThat(seen).isEqualTo(ids.reversed());
  }

  @Test
  void aPageOfLargeScriptsEndsEarlyAndTheNextHasTheOthers() {
    String test =
        "{\"name\": \"n\", \"tool\": \"k6\", \"script\": \"" + "x".repeat(1 << 20) + "\"}";
    for (int i = 0; i < 45; i++) {
      server.as("member").post("/api/v1/tests", test).has(201);
    }

    Answer first = viewer.get("/api/v1/tests?limit=1000").has(200);
    String next = first.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
    Answer second = viewer.get(next).has(200);
    Answer third = viewer.get(second.header("Link").replaceAll("<(.*)>.*", "$1")).has(200);

    assertThat(first.json()).hasSize(20);
    assertThat(second.json()).hasSize(20);
    assertThat(third.json()).hasSize(5);
    assertThat(third.header("Link")).isNull();
  }

  @Test
  void aLimitBeyondOneReadIsStillFilled() {
    storeTasks(450);

    Answer page = viewer.get("/api/v1/tasks?limit=430").has(200);

    assertThat(idsOf(page)).hasSize(430).doesNotHaveDuplicates();
    assertThat(page.header("Link")).contains("limit=430&after=" + idsOf(page).getLast());
  }

  @Test
  void aFullLastPageHasNoNext() {
    storeTasks(10);

    assertThat(viewer.get("/api/v1/tasks?limit=10").has(200).header("Link")).isNull();
    assertThat(viewer.get("/api/v1/tasks?limit=9").has(200).header("Link")).isNotNull();
  }

  @Test
  void afterWithoutALimitIsEverythingBehindIt() {
    List<String> ids = storeTasks(5);

    assertThat(idsOf(viewer.get("/api/v1/tasks?after=" + ids.get(3)).has(200)))
        .isEqualTo(ids.subList(0, 3).reversed());
    assertThat(viewer.get("/api/v1/tasks?after=" + ids.getFirst()).has(200).text()).isEqualTo("[]");
  }

  @Test
  void aWrongLimitOrAfterIsNamedWithItsValue() {
    for (String wrong : new String[] {"0", "1001", "-1", "ten", "1.5", "", "99999"}) {
      viewer
          .get("/api/v1/tasks?limit=" + wrong)
          .refuses(
              400,
              "invalid_request",
              "limit: '" + wrong + "' must be one whole number from 1 to 1000");
    }
    viewer
        .get("/api/v1/tasks?limit=1&limit=2")
        .refuses(400, "invalid_request", "limit: '1&2' must be one");
    viewer
        .get("/api/v1/tasks?after=task_99")
        .refuses(
            400, "invalid_request", "after: 'task_99' must be the id of an element of this list");
    viewer.get("/api/v1/machines?after=").refuses(400, "invalid_request", "after: '' must be");
  }

  @Test
  void theIdOfAnotherTenantIsNoPlaceInAList() {
    String foreign = storeTasks(1).getFirst();

    server
        .as("other")
        .get("/api/v1/tasks?limit=1&after=" + foreign)
        .refuses(400, "invalid_request", "after: '" + foreign + "'");
  }
}
