package ru.perfscale.faults.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.faults.network.Deliveries;
import ru.perfscale.faults.network.Line;

/** Many agents in one process; they heartbeat and poll as any other, and can run nothing. */
public final class Herd implements AutoCloseable {
  private static final Duration GATHER_LIMIT = Duration.ofMinutes(2);
  private static final String REGISTER =
      """
      WITH herd AS (SELECT * FROM unnest(?::text[], ?::text[]) AS h (id, hash)),
      registered AS (
        INSERT INTO machine (tenant, id, name, hostname, os, arch, registered_at)
        SELECT ?, id, 'herd', left(hash, 40) || '.example', 'linux', 'amd64', now() FROM herd
        RETURNING tenant, id)
      INSERT INTO agent (tenant, machine, credential_hash)
      SELECT tenant, id, hash FROM registered JOIN herd USING (id)""";
  private static final String ALL = "(SELECT id FROM machine WHERE name = 'herd')";
  private static final String HEARD =
      "SELECT count(*) FROM agent WHERE machine IN "
          + ALL
          + " AND last_heard > clock_timestamp() - ? * interval '1 millisecond'";

  private final int size;
  private final Postgres postgres;
  private final Line line;
  private final List<String> command;
  private final Path log;
  private Child process;
  private int life;

  private Herd(int size, Postgres postgres, Line line, List<String> command, Path log) {
    this.size = size;
    this.postgres = postgres;
    this.line = line;
    this.command = command;
    this.log = log;
  }

  static Herd gather(
      int size,
      Path directory,
      Java java,
      Postgres postgres,
      Server server,
      Deliveries deliveries) {
    List<String> credentials =
        IntStream.range(0, size).mapToObj(i -> "psm_" + UUID.randomUUID()).toList();
    String tenant = postgres.query("SELECT tenant FROM machine LIMIT 1").getFirst();
    postgres.query(
        REGISTER,
        credentials.stream().map(each -> MachineId.next().value()).toArray(String[]::new),
        credentials.stream().map(each -> CredentialHash.of(each).hex()).toArray(String[]::new),
        tenant);
    Line line = Line.to(server.address(), deliveries);
    try {
      Path file = Files.createTempFile(directory, "herd", ".txt");
      Files.write(file, credentials);
      List<String> command =
          java.command(HerdMain.class, line.address().toString(), file.toString());
      Herd herd = new Herd(size, postgres, line, command, directory.resolve("herd.log"));
      herd.start();
      if (!Await.that(GATHER_LIMIT, () -> herd.heardWithin(Duration.ofSeconds(4)) == size)) {
        herd.close();
        throw new IllegalStateException("The herd does not gather: " + herd.process.written());
      }
      return herd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them begin a life, as one. */
  public void start() {
    life++;
    List<String> ofThisLife = new ArrayList<>(command);
    ofThisLife.add(Integer.toString(life));
    process = Child.start(ofThisLife, Map.of(), log);
  }

  /** kill -9 of all of them. */
  public void kill() {
    process.kill();
  }

  public int size() {
    return size;
  }

  /** How many of it were heard within the last time of that length, by the database. */
  public int heardWithin(Duration length) {
    return Integer.parseInt(postgres.query(HEARD, length.toMillis()).getFirst());
  }

  @Override
  public void close() {
    line.close();
    process.kill();
    // Nobody else should find them in lists.
    postgres.query("DELETE FROM agent WHERE machine IN " + ALL);
    postgres.query("DELETE FROM machine WHERE name = 'herd'");
  }
}
