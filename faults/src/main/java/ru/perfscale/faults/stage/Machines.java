package ru.perfscale.faults.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.faults.network.Deliveries;
import ru.perfscale.faults.network.Line;

/** Registers machines and gives each an agent of its own. */
final class Machines {
  private static final String ENROL =
      "INSERT INTO agent (tenant, machine, credential_hash)"
          + " SELECT tenant, id, ? FROM machine WHERE id = ?";

  private final Path directory;
  private final Java java;
  private final Api api;
  private final Postgres postgres;

  Machines(Path directory, Java java, Api api, Postgres postgres) {
    this.directory = directory;
    this.java = java;
    this.api = api;
    this.postgres = postgres;
  }

  /** A registered machine whose agent is not started yet. */
  Machine register(String name, Server server, Deliveries deliveries) {
    JsonNode registered =
        api.call(
            "POST",
            "/machines",
            Map.of("name", name, "hostname", name + ".example", "os", "linux", "arch", "amd64"),
            201);
    String id = registered.required("id").asText();
    String credential = "psm_" + UUID.randomUUID() + UUID.randomUUID();
    postgres.query(ENROL, CredentialHash.of(credential).hex(), id);
    Line line = Line.to(server.address(), deliveries);
    Path home = directory.resolve(name);
    try {
      // Runs execute as another user where we are root: they must get through.
      Files.createDirectory(home);
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
      Path secret = home.resolve("credential");
      Files.createFile(
          secret,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(secret, credential);
      return new Machine(
          id,
          line,
          java.command(
              AgentMain.class, line.address().toString(), secret.toString(), name, home.toString()),
          Map.of(),
          directory.resolve(name + ".log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
