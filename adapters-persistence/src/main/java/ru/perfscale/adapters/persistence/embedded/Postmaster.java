package ru.perfscale.adapters.persistence.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main process of a running server, whoever started it. */
record Postmaster(ProcessHandle process) {
  private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
  private static final Duration FAST = Duration.ofSeconds(10);
  private static final Duration IMMEDIATE = Duration.ofSeconds(5);

  /**
   * The server that an earlier owner left running on this data. A pid file without one is stale and
   * deleted: its number may be another program's by now, or be lost to a power failure, and
   * PostgreSQL would refuse to start over either. Children of a killed server are still noticed, by
   * the shared memory they hold.
   */
  static Optional<Postmaster> leftOn(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    Optional<ProcessHandle> server =
        Files.readString(pidFile)
            .lines()
            .findFirst()
            .flatMap(Postmaster::pid)
            .flatMap(ProcessHandle::of)
            .filter(process -> serves(process.pid(), data));
    if (server.isEmpty()) {
      log.info("{} is stale: no server runs on these data", pidFile);
      Files.delete(pidFile);
    }
    return server.map(Postmaster::new);
  }

  private static Optional<Long> pid(String line) {
    try {
      return Optional.of(Long.valueOf(line.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean serves(long pid, Path data) {
    try {
      List<String> arguments =
          List.of(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0"));
      int directory = arguments.indexOf("-D") + 1;
      return Path.of(arguments.getFirst()).endsWith("postgres")
          && directory > 0
          && directory < arguments.size()
          && Files.isSameFile(Path.of(arguments.get(directory)), data);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Ends it within 16 s: a clean shutdown first, then one that the next start recovers from, then
   * the kill. A stop that was begun is finished even when the thread is interrupted, or the process
   * would outlive us.
   */
  void stop() {
    boolean interrupted = Thread.interrupted();
    if (!endsAfter("INT", FAST) && !endsAfter("QUIT", IMMEDIATE)) {
      log.warn("PostgreSQL process {} is killed: it did not stop within 15 s", process.pid());
      endsAfter("KILL", Duration.ofSeconds(1));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // Asked in turns: ProcessHandle.onExit answers on the common pool, which may be full of threads
  // that wait for us.
  private boolean endsAfter(String signal, Duration limit) {
    List<String> kill =
        List.of("sh", "-c", "kill -s \"$0\" \"$1\"", signal, Long.toString(process.pid()));
    Command.run(kill, Duration.ofSeconds(2), "");
    long deadline = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    while (process.isAlive() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !process.isAlive();
  }
}
