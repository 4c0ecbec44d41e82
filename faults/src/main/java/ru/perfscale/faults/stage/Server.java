package ru.perfscale.faults.stage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The command {@code serve} of the jar, always on the same port. */
public final class Server implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

  private final Java java;
  private final Map<String, String> settings;
  private final Path log;
  private final int port;
  private Child process;

  private Server(Java java, Map<String, String> settings, Path log, int port) {
    this.java = java;
    this.settings = settings;
    this.log = log;
    this.port = port;
  }

  /** Not started yet. */
  static Server on(Java java, Postgres postgres, Issuer issuer, Path log) {
    int port = freePort();
    return new Server(
        java,
        Map.of(
            "PERFSCALE_HTTP_PORT", Integer.toString(port),
            "PERFSCALE_DATABASE_URL", postgres.urlThroughCable(),
            "PERFSCALE_DATABASE_USER", postgres.user(),
            "PERFSCALE_DATABASE_PASSWORD", postgres.password(),
            "PERFSCALE_OIDC_ISSUER", issuer.address().toString(),
            "PERFSCALE_TENANT_MODE", "single"),
        log,
        port);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("No free port on 127.0.0.1", e);
    }
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Starts it where it does not run; it may take a while to be ready. */
  public void start() {
    if (!isAlive()) {
      process = Child.start(java.command("serve"), settings, log);
    }
  }

  /** Returns when it answers that it is ready. */
  public void awaitReady(Api api) {
    boolean ready = Await.that(START_LIMIT, () -> api.isReady(uri()) || !process.isAlive());
    if (!ready || !process.isAlive()) {
      throw new IllegalStateException("The server is not ready; it wrote " + process.written());
    }
  }

  /** kill -9. */
  public void kill() {
    process.kill();
  }

  /** Sends a signal by its name. */
  public void signal(String name) {
    process.signal(name);
  }

  /** SIGTERM, as an upgrade begins. */
  public void stop() {
    if (isAlive()) {
      process.signal("TERM");
      if (!process.awaitEnd(STOP_LIMIT)) {
        process.kill();
        throw new IllegalStateException("The server did not stop within " + STOP_LIMIT);
      }
    }
  }

  @Override
  public void close() {
    if (isAlive()) {
      process.kill();
    }
  }
}
