package ru.perfscale.bootstrap.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A little shop on a loopback port to aim the sample test at. The catalogue is quick; the checkout
 * is slow for one in twenty and fails for one in a hundred, so that there is something to see.
 */
final class DemoTarget implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong requests = new AtomicLong();

  private DemoTarget(HttpServer server) {
    this.server = server;
  }

  static DemoTarget start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    DemoTarget target = new DemoTarget(server);
    server.setExecutor(target.threads);
    server.createContext("/catalogue", exchange -> target.answer(exchange, 200, 2 + random(4)));
    server.createContext("/checkout", target::checkout);
    server.start();
    return target;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** How many requests have come in: the truth that a result can be held against. */
  long requests() {
    return requests.get();
  }

  private void checkout(HttpExchange exchange) throws IOException {
    boolean slow = random(20) == 0;
    answer(exchange, random(100) == 0 ? 503 : 200, slow ? 120 + random(60) : 8 + random(12));
  }

  private void answer(HttpExchange exchange, int status, int millis) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      TimeUnit.MILLISECONDS.sleep(millis);
      byte[] body = "{\"ok\":%b}".formatted(status == 200).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int random(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
