package ru.perfscale.adapters.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** One run of {@code postgres}, our direct child, and the watcher that ends it when we die. */
final class ServerProcess {
  private static final int TAIL_BYTES = 4096;
  private static final int TAIL_LINES = 20;

  /**
   * Waits for the end of our pipe, which the kernel closes when this JVM dies in whatever way, then
   * stops the server. The number in postmaster.pid proves that the process is still the server; a
   * server that has not written it yet is waited for. A terminal's Ctrl-C is for us alone: we stop
   * the server when we are done with it.
   */
  private static final String WATCHER =
      """
      trap '' INT TERM HUP QUIT
      read -r _
      rounds=0
      while [ $rounds -lt 150 ] && kill -0 "$0"; do
        pid=
        read -r pid < "$1/postmaster.pid"
        if [ "$pid" = "$0" ]; then
          if [ $rounds -lt 100 ]; then kill -INT "$0"; else kill -QUIT "$0"; fi
        fi
        sleep 0.1
        rounds=$((rounds + 1))
      done
      """;

  private final Process process;
  private final Process watcher;
  private final int port;

  private ServerProcess(Process process, Process watcher, int port) {
    this.process = process;
    this.watcher = watcher;
    this.port = port;
  }

  /** All that a start needs and that stays the same from one to the next. */
  record Launch(Cluster cluster, String password, Duration limit) {
    PGSimpleDataSource database(int port) {
      PGSimpleDataSource database = new PGSimpleDataSource();
      database.setServerNames(new String[] {"127.0.0.1"});
      database.setPortNumbers(new int[] {port});
      database.setDatabaseName(Cluster.DATABASE);
      database.setUser(Cluster.ROLE);
      database.setPassword(password);
      return database;
    }
  }

  /**
   * Returns once the server answers a login. Asks for a port again when somebody took the one
   * before.
   */
  static ServerProcess start(Launch launch, IntSupplier ports) {
    long deadline = System.nanoTime() + launch.limit().toNanos();
    Path log = launch.cluster().files().log();
    while (true) {
      try {
        long logged = Files.size(launch.cluster().files().rotatedLog());
        ServerProcess server = spawn(launch, ports.getAsInt());
        Optional<String> failure = server.awaitLogin(launch, deadline);
        if (failure.isEmpty()) {
          return server;
        }
        server.stop();
        String tail = tail(log, logged);
        if (!isPassing(tail)
            || System.nanoTime() > deadline
            || Thread.currentThread().isInterrupted()) {
          throw new EmbeddedPostgresFailure(
              "PostgreSQL did not start on %s: %s. The end of %s:%n%s"
                  .formatted(launch.cluster().files().data(), failure.get(), log, tail));
        }
        Thread.sleep(100);
      } catch (IOException e) {
        throw new EmbeddedPostgresFailure("PostgreSQL cannot be started: " + e, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EmbeddedPostgresFailure("The start of PostgreSQL was interrupted", e);
      }
    }
  }

  /**
   * Another program took the port, or the children of a killed server are still about to notice.
   */
  private static boolean isPassing(String tail) {
    return tail.contains("Address already in use")
        || tail.contains("pre-existing shared memory block")
        || tail.contains("lock file \"postmaster.pid\" already exists");
  }

  private static ServerProcess spawn(Launch launch, int port) throws IOException {
    Cluster cluster = launch.cluster();
    List<String> command = new ArrayList<>();
    command.add(cluster.binaries().program("postgres").toString());
    command.addAll(List.of("-D", cluster.files().data().toString()));
    for (String setting : settings(cluster.durable(), port)) {
      command.addAll(List.of("-c", setting));
    }
    Process process =
        Command.builder(inOwnSession(cluster.account().command(command)))
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(cluster.files().log().toFile()))
            .start();
    try {
      return new ServerProcess(process, watcher(process.pid(), cluster.files().data()), port);
    } catch (IOException e) {
      new Postmaster(process.toHandle()).stop();
      throw e;
    }
  }

  private static Process watcher(long pid, Path data) throws IOException {
    return Command.builder(
            inOwnSession(List.of("sh", "-c", WATCHER, Long.toString(pid), data.toString())))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<String> settings(boolean durable, int port) {
    List<String> settings =
        List.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=50",
            "shared_buffers=64MB",
            "max_wal_size=512MB",
            "logging_collector=off",
            "log_checkpoints=off",
            "timezone=UTC");
    List<String> durability =
        durable
            ? List.of("fsync=on", "full_page_writes=on")
            : List.of("fsync=off", "full_page_writes=off", "synchronous_commit=off");
    return Stream.concat(settings.stream(), durability.stream()).toList();
  }

  /**
   * A session of its own keeps a terminal's Ctrl-C from the server; without setsid it stops a
   * moment too early.
   */
  private static List<String> inOwnSession(List<String> command) {
    boolean possible =
        Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "setsid")));
    return possible ? Stream.concat(Stream.of("setsid"), command.stream()).toList() : command;
  }

  /** Empty when it answers, else why it does not and will not. */
  private Optional<String> awaitLogin(Launch launch, long deadline) {
    PGSimpleDataSource database = launch.database(port);
    database.setConnectTimeout(2);
    database.setSocketTimeout(10);
    try {
      while (System.nanoTime() < deadline) {
        if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
          return Optional.of("it ended with exit code " + process.exitValue());
        }
        try (Connection connection = database.getConnection()) {
          if (connection.isValid(10)) {
            return Optional.empty();
          }
        } catch (SQLException e) {
          if ("28P01".equals(e.getSQLState())) {
            return Optional.of(
                "it refuses the password in %s; delete that file and a new password is set at the next start"
                    .formatted(launch.cluster().files().password()));
          }
        }
      }
      return Optional.of("it was not ready within " + launch.limit());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the start was interrupted");
    }
  }

  private static String tail(Path log, long from) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(from, file.length() - TAIL_BYTES));
      byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(bytes);
      List<String> lines = new String(bytes, UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** Also when it has ended by itself: the watcher goes too. */
  void stop() {
    if (process.isAlive()) {
      new Postmaster(process.toHandle()).stop();
    }
    watcher.destroyForcibly();
    while (watcher.isAlive()) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
