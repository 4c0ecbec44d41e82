package ru.perfscale.runner.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A web server on loopback that counts for itself: every tenth answer takes 40 ms, the others 5 ms,
 * and every hundredth answer below a path other than /setup and /teardown is a 500.
 */
final class CountingTarget implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, AtomicLong> requests = new ConcurrentHashMap<>();
  private final AtomicLong main = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final HttpServer server;

  CountingTarget() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  long requests(String path) {
    return requests.getOrDefault(path, new AtomicLong()).get();
  }

  long mainRequests() {
    return main.get();
  }

  long errors() {
    return errors.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.computeIfAbsent(path, key -> new AtomicLong()).incrementAndGet();
    boolean around = path.equals("/setup") || path.equals("/teardown");
    long number = around ? 1 : main.incrementAndGet();
    boolean failed = number % 100 == 0;
    if (failed) {
      errors.incrementAndGet();
    }
    try {
      Thread.sleep(number % 10 == 0 ? 40 : 5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.sendResponseHeaders(failed ? 500 : 200, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
