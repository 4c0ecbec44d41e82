package ru.perfscale.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** The application under load, on a free port of loopback. It counts its requests itself. */
final class Shop implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong requests = new AtomicLong();
  private final Duration thinking;
  private final HttpServer server;

  /**
   * Opens the shop.
   *
   * @param thinking how long each answer takes at least
   */
  Shop(Duration thinking) throws IOException {
    this.thinking = thinking;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  long requests() {
    return requests.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try {
      Thread.sleep(thinking);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean known = !exchange.getRequestURI().getPath().equals("/nowhere");
    exchange.sendResponseHeaders(known ? 200 : 404, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
