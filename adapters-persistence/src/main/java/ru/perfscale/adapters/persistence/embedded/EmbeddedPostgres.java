package ru.perfscale.adapters.persistence.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running PostgreSQL of our own: on 127.0.0.1 and a free port, with a random password, fsync on.
 *
 * <p><b>It lives as long as its owner.</b> {@link #close} stops it; if this JVM dies without that,
 * even by kill -9, a watcher process stops it cleanly within about two seconds. If the watcher was
 * killed as well the server runs on, and the next start on the same directory stops it first and
 * starts anew, so that it always runs with known settings (adopting it would spare half a second,
 * once). A server that dies alone is started again on the same port, so connection pools recover by
 * themselves.
 *
 * <p>The directory is locked while the server runs: a second owner gets an {@link
 * EmbeddedPostgresFailure} that names the first. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final DirectoryLock lock;
  private final ServerProcess.Launch launch;
  private final int port;
  private final Thread keeper =
      Thread.ofPlatform().daemon().name("postgres-keeper").unstarted(this::keep);
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile ServerProcess server;

  private EmbeddedPostgres(DirectoryLock lock, ServerProcess.Launch launch, ServerProcess server) {
    this.lock = lock;
    this.launch = launch;
    this.port = server.port();
    this.server = server;
  }

  /**
   * Unpacks, creates, recovers and starts whatever is needed; returns when the database answers.
   *
   * @throws EmbeddedPostgresFailure if it cannot be had here, with the reason and what to do
   */
  public static EmbeddedPostgres start(EmbeddedPostgresSettings settings) {
    return start(settings, ServerAccount.candidates());
  }

  static EmbeddedPostgres start(EmbeddedPostgresSettings settings, List<ServerAccount> accounts) {
    long begun = System.nanoTime();
    PostgresBinaries binaries = PostgresBinaries.unpackedInto(settings.cacheDirectory());
    try {
      ServerFiles files = ServerFiles.in(settings.directory());
      DirectoryLock lock = DirectoryLock.take(files.directory());
      try {
        ServerAccount account = ServerAccount.firstUsable(accounts, binaries, files.directory());
        stopServerLeftOn(files);
        Cluster cluster = new Cluster(files, binaries, account, settings.durable());
        var launch = new ServerProcess.Launch(cluster, cluster.prepared(), settings.startLimit());
        ServerProcess server = ServerProcess.start(launch, EmbeddedPostgres::freePort);
        log.info(
            "PostgreSQL {} is ready on 127.0.0.1:{} after {} ms, data in {}",
            binaries.version(),
            server.port(),
            (System.nanoTime() - begun) / 1_000_000,
            files.data());
        EmbeddedPostgres started = new EmbeddedPostgres(lock, launch, server);
        started.keeper.start();
        return started;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new EmbeddedPostgresFailure(
          "The database directory %s cannot be used: %s. Make it writable, or set PERFSCALE_DATA_DIR to another directory."
              .formatted(settings.directory(), e),
          e);
    }
  }

  private static void stopServerLeftOn(ServerFiles files) throws IOException {
    Optional<Postmaster> left = Postmaster.leftOn(files.data());
    if (left.isPresent()) {
      log.warn(
          "PostgreSQL process {} was left running on {}: it is stopped",
          left.get().process().pid(),
          files.data());
      left.get().stop();
    }
  }

  static int freePort() {
    try (ServerSocket socket =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on 127.0.0.1", e);
    }
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, Cluster.DATABASE);
  }

  /** The role that owns the database; it may create further databases, but is no superuser. */
  public String user() {
    return Cluster.ROLE;
  }

  public String password() {
    return launch.password();
  }

  /** The server's main process; another one after it died and was started again. */
  public long pid() {
    return server.pid();
  }

  /**
   * Starts the server again whenever it ends, until the interrupt that comes with {@link #close}.
   */
  private void keep() {
    try {
      while (true) {
        server.awaitEnd();
        log.warn(
            "PostgreSQL process {} ended by itself: it is started again on port {}",
            server.pid(),
            port);
        server.stop();
        server = startedAgain();
      }
    } catch (InterruptedException e) {
      log.debug("PostgreSQL on port {} is closed", port);
    }
  }

  private ServerProcess startedAgain() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return ServerProcess.start(launch, () -> port);
      } catch (EmbeddedPostgresFailure e) {
        if (!Thread.currentThread().isInterrupted()) {
          log.error("PostgreSQL cannot be started again: {}", e.getMessage());
        }
      }
      Thread.sleep(pause);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
    }
  }

  /** Stops the server, cleanly if it can be within ten seconds. Later calls do nothing. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    keeper.interrupt();
    boolean interrupted = false;
    while (keeper.isAlive()) {
      try {
        keeper.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    server.stop();
    try {
      lock.close();
    } catch (IOException e) {
      log.warn("The lock of {} could not be released", launch.cluster().files().directory(), e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
