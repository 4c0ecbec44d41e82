package ru.perfscale.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import ru.perfscale.agent.FakeProtocol.Answer;

/** A control plane on a free port, with faults on order. */
final class FakeControlPlane implements AutoCloseable {
  static final String CREDENTIAL = "psm_of_this_machine";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What goes wrong with a request. */
  enum Fault {
    /** The connection breaks before the request was seen. */
    CUT,
    /** The request is obeyed, and its answer gets lost. */
    LOST_ANSWER,
    /** The server is there; its database is not. */
    HOLD,
    /** The request is held to be wrong. */
    REFUSED,
    /** A page of some proxy. */
    PROXY_PAGE
  }

  final FakeProtocol protocol = new FakeProtocol();
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("fake-", 0).factory());
  private final Map<String, Deque<Fault>> once = new ConcurrentHashMap<>();
  private final Map<String, Fault> ofVerb = new ConcurrentHashMap<>();
  private final Map<String, Integer> faulty = new ConcurrentHashMap<>();
  private volatile Fault always;
  private volatile String credential = CREDENTIAL;
  private volatile boolean closed;

  FakeControlPlane() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/agent/v1/", this::serve);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  FakeAssignment offer(FakeAssignment assignment) {
    change(it -> it.assignments.put(assignment.id, assignment));
    return assignment;
  }

  void change(Consumer<FakeProtocol> change) {
    synchronized (protocol) {
      change.accept(protocol);
      protocol.notifyAll();
    }
  }

  /** The next requests of a kind, such as {@code accept}, go wrong in this way. */
  void next(String verb, Fault... faults) {
    once.computeIfAbsent(verb, key -> new ConcurrentLinkedDeque<>()).addAll(Arrays.asList(faults));
  }

  /** From now on all requests go wrong in this way; null: none. */
  void always(Fault fault) {
    faulty.clear();
    always = fault;
    change(it -> {});
  }

  /** From now on all requests of a kind go wrong in this way; null: none of them. */
  void always(String verb, Fault fault) {
    if (fault == null) {
      ofVerb.remove(verb);
    } else {
      ofVerb.put(verb, fault);
    }
  }

  void revokeCredential() {
    credential = "psm_another";
    change(it -> {});
  }

  void restoreCredential() {
    credential = CREDENTIAL;
  }

  /** Waits until it is so. */
  void await(String what, Predicate<FakeProtocol> condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (protocol) {
      while (!condition.test(protocol)) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        assertThat(left).as("%s within %s", what, PATIENCE).isPositive();
        pause(left);
      }
    }
  }

  /** Waits until so many requests of a kind went wrong by {@code always}. */
  void awaitFaulty(String verb, int times) {
    await(times + " faulty " + verb, it -> faulty.getOrDefault(verb, 0) >= times);
  }

  FakeAssignment awaitReport(FakeAssignment assignment) {
    await("report of " + assignment.id, it -> assignment.report != null);
    return assignment;
  }

  void awaitFrames(FakeAssignment assignment, int frames) {
    await("frames of " + assignment.id, it -> assignment.acked() >= frames);
  }

  private void pause(long millis) {
    try {
      protocol.wait(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/");
      String verb = path[path.length - 1];
      byte[] body = exchange.getRequestBody().readAllBytes();
      Deque<Fault> ordered = once.get(verb);
      Fault fault = ordered == null ? null : ordered.poll();
      Fault lasting = ofVerb.getOrDefault(verb, always);
      if (fault == null && lasting != null) {
        fault = lasting;
        faulty.merge(verb, 1, Integer::sum);
        change(it -> {});
      }
      if (fault == Fault.CUT) {
        return;
      }
      if (fault == Fault.HOLD) {
        send(exchange, Answer.error(503, "unavailable", "hold"));
        return;
      }
      if (fault == Fault.REFUSED) {
        send(exchange, Answer.error(400, "invalid_request", "frames: must be different"));
        return;
      }
      if (fault == Fault.PROXY_PAGE) {
        send(exchange, new Answer(200, "<html>Sign in to the network</html>"));
        return;
      }
      Answer answer = answer(exchange, path, verb, FakeProtocol.JSON.readTree(body));
      if (fault != Fault.LOST_ANSWER) {
        send(exchange, answer);
      }
    }
  }

  private Answer answer(HttpExchange exchange, String[] path, String verb, JsonNode request) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + credential).equals(authorization)) {
      return Answer.error(401, "unauthorized", "The credential is unknown");
    }
    synchronized (protocol) {
      Answer answer =
          switch (verb) {
            case "hello" -> protocol.hello(request);
            case "heartbeat" -> protocol.heartbeat(request);
            case "poll" -> poll(request);
            case "clock" -> protocol.clock();
            default -> protocol.assignment(path[path.length - 2], verb, request);
          };
      protocol.notifyAll();
      return answer;
    }
  }

  private Answer poll(JsonNode request) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (true) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      boolean patient = left > 0 && !closed && always == null;
      Answer answer = protocol.poll(request, patient);
      if (answer != null) {
        return answer;
      }
      pause(left);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", answer.type());
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closed = true;
    change(it -> {});
    server.stop(0);
    threads.shutdownNow();
  }
}
