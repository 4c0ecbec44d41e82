package ru.perfscale.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import ru.perfscale.adapters.http.OpenApiContract.Operation;
import ru.perfscale.adapters.http.agent.PollHub;
import ru.perfscale.adapters.http.health.ReadinessCheck;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.application.identity.IdentityUnavailable;

/**
 * The document promises nothing that does not happen: each status of each operation is provoked.
 */
class EveryDocumentedAnswerTest {
  private static TestServer server;
  private static Situations situations;
  private static volatile Optional<String> trouble = Optional.empty();

  @BeforeAll
  static void start() {
    ReadinessCheck check =
        new ReadinessCheck() {
          @Override
          public String name() {
            return "database";
          }

          @Override
          public Optional<String> problem() {
            return trouble;
          }
        };
    server = TestServer.start(HttpSettings.DEFAULT, new PollHub(), List.of(check));
    situations = new Situations(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> eachStatusOfEachOperation() {
    return OpenApiContract.INSTANCE.operations().stream()
        .flatMap(
            operation ->
                operation.statuses().stream()
                    .map(
                        status ->
                            DynamicTest.dynamicTest(
                                operation.id() + " " + status,
                                () ->
                                    assertThat(provoke(operation, status).status())
                                        .isEqualTo(status))));
  }

  private static Answer provoke(Operation operation, int status) {
    Function<Situations, Answer> special = SPECIAL.get(operation.id() + " " + status);
    if (special != null) {
      return special.apply(situations);
    }
    // What the clock says needs nothing but to know who asks.
    boolean isAgents =
        operation.path().startsWith("/agent/") && !operation.id().equals("agentClock");
    return switch (status) {
      case 200, 201, 202, 204 -> situations.perform(operation);
      case 400 ->
          operation.method().equals("GET")
              ? server.as("member").get(operation.path() + "?limit=0")
              : situations.caller(operation).send(operation.method(), unknown(operation), "{");
      case 401 -> server.as("wrong").send(operation.method(), unknown(operation));
      case 403 -> situations.performAs("nobody", operation);
      case 404 ->
          situations
              .caller(operation)
              .send(operation.method(), unknown(operation), Situations.validBody(operation));
      case 413 ->
          situations
              .caller(operation)
              .send(
                  operation.method(),
                  unknown(operation),
                  " ".repeat(situations.mostBytes(operation) + 1));
      case 415 ->
          situations
              .caller(operation)
              .send(
                  situations
                      .caller(operation)
                      .request(unknown(operation))
                      .method(operation.method(), BodyPublishers.ofString("x")));
      case 500 ->
          situations.broken(
              operation, isAgents ? 1 : 0, () -> new IllegalStateException("on purpose"));
      case 503 ->
          situations.broken(
              operation, isAgents ? 1 : 0, () -> new StorageUnavailable(new RuntimeException("x")));
      default -> throw new AssertionError("Nobody provokes " + operation.id() + " " + status);
    };
  }

  private static String unknown(Operation operation) {
    return operation.path().replaceAll("\\{[^}]+}", "x_99");
  }

  /** What does not follow from the status alone. */
  private static final Map<String, Function<Situations, Answer>> SPECIAL =
      Map.ofEntries(
          Map.entry("getMe 500", s -> s.unidentified(() -> new IllegalStateException("broken"))),
          Map.entry("getMe 503", s -> s.unidentified(() -> new IdentityUnavailable("x", null))),
          Map.entry(
              "isReady 503",
              s -> {
                trouble = Optional.of("is not there");
                try {
                  return s.untilReadinessIsAskedAgain();
                } finally {
                  trouble = Optional.empty();
                }
              }),
          Map.entry("findSwaggerUi 302", s -> server.withoutToken().get("/swagger-ui")),
          Map.entry("registerMachine 409", Situations::registerTwice),
          Map.entry("removeMachine 409", Situations::removeWhatRuns),
          Map.entry("submitTask 404", s -> s.submit("t_99")),
          Map.entry("submitTask 409", s -> s.submit(s.archivedTest())),
          Map.entry("cancelTask 409", Situations::cancelTwice),
          Map.entry("getTaskHistogram 400", Situations::histogramOfNoTime),
          Map.entry("getTaskHistogram 409", Situations::histogramOfDroppedSeconds),
          Map.entry("agentJoin 401", s -> s.join("psj_unknown")),
          Map.entry("agentJoin 409", Situations::joinUnderATakenName),
          Map.entry("agentJoin 429", s -> failToJoinTooOften()),
          Map.entry("agentHello 409", Situations::helloBesideAnother),
          Map.entry(
              "agentHeartbeat 409",
              s -> s.agent().client.post("/agent/v1/heartbeat", "{\"boot\": \"old\"}")),
          Map.entry(
              "agentPoll 409", s -> s.agent().client.post("/agent/v1/poll", "{\"boot\": \"old\"}")),
          Map.entry("agentPreparing 409", s -> s.atWrongEpoch("preparing")),
          Map.entry("agentDecline 409", s -> s.atWrongEpoch("decline")),
          Map.entry("agentData 409", s -> s.atWrongEpoch("data")),
          Map.entry("agentAccept 409", s -> s.atWrongEpoch("accept")),
          Map.entry("agentFrames 409", s -> s.atWrongEpoch("frames")),
          Map.entry("agentFinish 409", s -> s.atWrongEpoch("finish")),
          Map.entry("agentPoll 200", s -> s.offered().poll()));

  /** On a server of its own, since the address has to wait afterwards. */
  private static Answer failToJoinTooOften() {
    try (TestServer strict = TestServer.start()) {
      Situations visitor = new Situations(strict);
      for (int i = 0; i < 10; i++) {
        visitor.join("psj_guess").has(401);
      }
      return visitor.join("psj_guess");
    }
  }
}
