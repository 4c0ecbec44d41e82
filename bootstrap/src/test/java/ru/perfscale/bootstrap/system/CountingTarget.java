package ru.perfscale.bootstrap.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What load tests are aimed at: it counts for itself. Of every hundred requests it fails a fixed
 * number, and answers one in ten slowly, so that the latency has two modes.
 */
final class CountingTarget implements AutoCloseable {
  private static final long QUICK_MILLIS = 3;
  private static final long SLOW_MILLIS = 60;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private final int errorsInHundred;
  private volatile long lastArrival;

  private CountingTarget(HttpServer server, int errorsInHundred) {
    this.server = server;
    this.errorsInHundred = errorsInHundred;
  }

  static CountingTarget failing(int errorsInHundred) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      CountingTarget target = new CountingTarget(server, errorsInHundred);
      server.setExecutor(target.threads);
      server.createContext("/", target::answer);
      server.start();
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    lastArrival = System.nanoTime();
    long number = requests.getAndIncrement();
    // 37 and 100 have no common divisor: the errors spread over each hundred.
    boolean failed = number * 37 % 100 < errorsInHundred;
    if (failed) {
      errors.incrementAndGet();
    }
    try (exchange) {
      TimeUnit.MILLISECONDS.sleep(number % 10 == 7 ? SLOW_MILLIS : QUICK_MILLIS);
      exchange.sendResponseHeaders(failed ? 503 : 200, 2);
      exchange.getResponseBody().write(new byte[] {'o', 'k'});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/";
  }

  int port() {
    return server.getAddress().getPort();
  }

  long requests() {
    return requests.get();
  }

  long errors() {
    return errors.get();
  }

  /** When the last request came in, by {@link System#nanoTime}. */
  long lastArrival() {
    return lastArrival;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
