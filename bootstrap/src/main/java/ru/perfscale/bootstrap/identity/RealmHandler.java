package ru.perfscale.bootstrap.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks HTTP for the realm; bounds what a client can send and how long it can take. */
final class RealmHandler implements HttpHandler {
  static final int MAX_BODY_BYTES = 64 * 1024;
  private static final int MAX_REQUESTS = 64;
  private static final Logger LOG = LoggerFactory.getLogger(RealmHandler.class);

  private final Realm realm;
  private final Duration maxRequestTime;
  private final Semaphore free = new Semaphore(MAX_REQUESTS);

  RealmHandler(Realm realm, Duration maxRequestTime) {
    this.realm = realm;
    this.maxRequestTime = maxRequestTime;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Thread deadline = Thread.ofVirtual().start(() -> closeWhenLate(exchange));
    try (exchange) {
      if (free.tryAcquire()) {
        try {
          send(exchange, answer(exchange));
        } finally {
          free.release();
        }
      } else {
        send(
            exchange,
            Answer.error(503, "temporarily_unavailable", "Too many requests at once")
                .with("Retry-After", "1"));
      }
    } finally {
      deadline.interrupt();
    }
  }

  private void closeWhenLate(HttpExchange exchange) {
    try {
      Thread.sleep(maxRequestTime);
      exchange.close();
    } catch (InterruptedException e) {
      // The request ended in time.
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      return Answer.error(
          413, "invalid_request", "The body is longer than " + MAX_BODY_BYTES + " bytes");
    }
    Realm.Request request =
        new Realm.Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse(""),
            new String(body, UTF_8));
    try {
      return realm.answer(request);
    } catch (RuntimeException e) {
      LOG.error("{} failed", request, e);
      return Answer.error(500, "server_error", "The log of perfscale says more");
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("Pragma", "no-cache");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    if (answer.body().isEmpty() || exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] bytes = answer.json().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
