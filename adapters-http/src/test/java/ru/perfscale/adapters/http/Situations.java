package ru.perfscale.adapters.http;

import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import ru.perfscale.adapters.http.AgentScript.Offer;
import ru.perfscale.adapters.http.OpenApiContract.Operation;
import ru.perfscale.domain.identity.TenantId;

/** Brings a server into the state in which an operation can be asked for, and asks. */
final class Situations {
  /** The operations that a member may not do. */
  static final Set<String> ADMINS_ONLY = Set.of("cancelAllTasks");

  private final TestServer server;
  private final TenantId tenant;
  private final String member;
  private final AtomicInteger count = new AtomicInteger();

  Situations(TestServer server) {
    this(server, TestServer.DEMO, "member");
  }

  Situations(TestServer server, TenantId tenant, String member) {
    this.server = server;
    this.tenant = tenant;
    this.member = member;
  }

  /** Does what the operation is for; it succeeds. */
  Answer perform(Operation operation) {
    return performAs(entitled(operation), operation);
  }

  private String entitled(Operation operation) {
    return ADMINS_ONLY.contains(operation.id()) ? "admin" : member;
  }

  /** As somebody else, on things that are there. */
  Answer performAs(String token, Operation operation) {
    if (operation.path().startsWith("/agent/")) {
      return performAsAgent(operation);
    }
    String path = operation.path();
    path =
        switch (path) {
          case "/api/v1/machines/{id}", "/api/v1/machines/{id}/join-tokens" ->
              path.replace("{id}", machine());
          case "/api/v1/tests/{id}" -> path.replace("{id}", test());
          case "/api/v1/tasks/{id}", "/api/v1/tasks/{id}/histogram" -> path.replace("{id}", task());
          default -> path.replace("{file}", "index.css");
        };
    return hasBody(operation)
        ? server.as(token).send(operation.method(), path, body(operation))
        : server.as(token).send(operation.method(), path);
  }

  private Answer performAsAgent(Operation operation) {
    if (operation.id().equals("agentJoin")) {
      return join(joinToken());
    }
    AgentScript agent = offered();
    if (!operation.path().contains("{id}")) {
      return agent.client.post(operation.path(), validBody(operation));
    }
    boolean isRunning =
        operation.id().equals("agentFrames") || operation.id().equals("agentFinish");
    Offer offer = isRunning ? agent.start() : agent.nextOffer();
    return agent.client.post(
        operation.path().replace("{id}", offer.assignment()), validBody(operation));
  }

  ApiClient caller(Operation operation) {
    return operation.path().startsWith("/agent/") ? agent().client : server.as(entitled(operation));
  }

  int mostBytes(Operation operation) {
    if (operation.id().equals("agentJoin")) {
      return 8 << 10;
    }
    boolean isRunning =
        operation.id().equals("agentFrames") || operation.id().equals("agentFinish");
    boolean isWithData = operation.id().equals("createTest") || operation.id().equals("changeTest");
    return isRunning ? 32 << 20 : isWithData ? 16 << 20 : 7 << 20;
  }

  /**
   * @param passes how many calls of the ports still work, such as the one that finds the agent
   */
  Answer broken(Operation operation, int passes, Supplier<RuntimeException> fault) {
    ApiClient caller = caller(operation);
    String path = operation.path();
    path =
        path.replace(
            "{id}",
            path.contains("machines")
                ? machine()
                : path.contains("tests") ? test() : path.contains("tasks") ? task() : offerId());
    String body = hasBody(operation) ? body(operation) : null;
    server.memory.faults.breakAfter(passes, fault);
    try {
      return body == null
          ? caller.send(operation.method(), path)
          : caller.send(operation.method(), path, body);
    } finally {
      server.memory.faults.heal();
    }
  }

  Answer unidentified(Supplier<RuntimeException> fault) {
    server.identityFaults.breakWith(fault);
    try {
      return server.as(member).get("/api/v1/auth/me");
    } finally {
      server.identityFaults.heal();
    }
  }

  /** Readiness is remembered for a second. */
  Answer untilReadinessIsAskedAgain() {
    long deadline = System.nanoTime() + 10_000_000_000L;
    Answer answer = server.withoutToken().get("/health/ready");
    while (answer.status() == 200 && System.nanoTime() < deadline) {
      answer = server.withoutToken().get("/health/ready");
    }
    return answer;
  }

  Answer registerTwice() {
    String body = newMachine();
    server.as(member).post("/api/v1/machines", body).has(201);
    return server.as(member).post("/api/v1/machines", body);
  }

  Answer removeWhatRuns() {
    AgentScript agent = offered();
    agent.start();
    return server.as(member).delete("/api/v1/machines/" + agent.machine);
  }

  Answer submit(String test) {
    return server.as(member).post("/api/v1/tasks", "{\"testId\": \"" + test + "\"}");
  }

  Answer cancelTwice() {
    String task = task();
    server.as(member).delete("/api/v1/tasks/" + task).has(204);
    return server.as(member).delete("/api/v1/tasks/" + task);
  }

  Answer histogramOfNoTime() {
    return server.as(member).get("/api/v1/tasks/" + task() + "/histogram?from=2m&to=1m");
  }

  Answer histogramOfDroppedSeconds() {
    server.memory.secondsAreDropped = true;
    try {
      return server.as(member).get("/api/v1/tasks/" + task() + "/histogram?from=1m");
    } finally {
      server.memory.secondsAreDropped = false;
    }
  }

  Answer atWrongEpoch(String answer) {
    AgentScript agent = offered();
    Offer offer = agent.nextOffer();
    return agent.client.post(
        offer.path(answer), agentBody(answer).replace("\"epoch\": 1", "\"epoch\": 9"));
  }

  /** An agent whose machine was just offered a task. */
  AgentScript offered() {
    AgentScript agent = agent();
    submit(test()).has(202);
    return agent;
  }

  /** A fresh agent; no other one of its tenant is there to take its offers. */
  AgentScript agent() {
    server.memory.forgetAgents();
    return AgentScript.hello(server, tenant, "host-" + count.incrementAndGet());
  }

  String joinToken() {
    return server
        .as(member)
        .send("POST", "/api/v1/join-tokens")
        .has(201)
        .json()
        .path("token")
        .textValue();
  }

  Answer join(String token) {
    return join(token, "joined-" + count.incrementAndGet());
  }

  Answer join(String token, String hostname) {
    return server.withoutToken().post("/agent/v1/join", JoinBody.of(token, hostname));
  }

  /** A second host of the name of one that has an agent. */
  Answer joinUnderATakenName() {
    join(joinToken(), "taken").has(201);
    return join(joinToken(), "taken");
  }

  /** Another life while one is in contact. */
  Answer helloBesideAnother() {
    return agent().hello("b2");
  }

  String archivedTest() {
    String test = test();
    server.as(member).patch("/api/v1/tests/" + test, "{\"status\": \"archived\"}").has(200);
    return test;
  }

  String machine() {
    return server.as(member).post("/api/v1/machines", newMachine()).has(201).id();
  }

  String test() {
    return server
        .as(member)
        .post(
            "/api/v1/tests",
            """
            {"name": "n", "tool": "k6", "script": "x",
             "data_files": [{"name": "users.csv", "content": "a\\nb\\n"}]}""")
        .has(201)
        .id();
  }

  String task() {
    return submit(test()).has(202).id();
  }

  private String offerId() {
    return offered().nextOffer().assignment();
  }

  private String newMachine() {
    return """
        {"name": "m", "hostname": "machine-%d", "os": "linux", "arch": "amd64"}"""
        .formatted(count.incrementAndGet());
  }

  static boolean hasBody(Operation operation) {
    return operation.node().has("requestBody");
  }

  private String body(Operation operation) {
    return switch (operation.id()) {
      case "registerMachine" -> newMachine();
      case "submitTask" -> "{\"testId\": \"" + test() + "\"}";
      default -> validBody(operation);
    };
  }

  static String validBody(Operation operation) {
    return switch (operation.id()) {
      case "createTest" -> "{\"name\": \"n\", \"tool\": \"k6\", \"script\": \"x\"}";
      case "changeTask" -> "{\"pinned\": true}";
      case "changeTest", "changeMachine" -> "{\"name\": \"renamed\"}";
      case "agentClock" -> "{}";
      case "agentHello", "agentHeartbeat", "agentPoll" -> "{\"boot\": \"b1\"}";
      default ->
          operation.id().startsWith("agent")
              ? agentBody(operation.path().replaceAll(".*/", ""))
              : "{}";
    };
  }

  private static String agentBody(String answer) {
    return switch (answer) {
      case "join" -> JoinBody.of("psj_unknown", "stranger");
      case "preparing", "decline" -> "{\"epoch\": 1, \"message\": \"why\"}";
      case "accept" -> "{\"epoch\": 1, \"boot\": \"b1\"}";
      case "data" -> "{\"epoch\": 1, \"boot\": \"b1\", \"file\": 1, \"from\": 0}";
      case "frames" ->
          "{\"epoch\": 1, \"frames\": [" + AgentScript.frame(1, AgentScript.INTERVAL) + "]}";
      case "finish" ->
          """
          {"epoch": 1, "end": "completed", "judges_errors": false, "last_seq": 0}""";
      default -> throw new AssertionError(answer);
    };
  }
}
