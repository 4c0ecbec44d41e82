package ru.perfscale.faults.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import ru.perfscale.faults.network.Deliveries;
import ru.perfscale.faults.network.Line;

/** Registers machines, each with an agent of its own: the command {@code agent} of the jar. */
final class Machines {
  private final Path directory;
  private final Java java;
  private final Api api;

  Machines(Path directory, Java java, Api api) {
    this.directory = directory;
    this.java = java;
    this.api = api;
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
    String token =
        api.call("POST", "/machines/" + id + "/join-tokens", Map.of(), 201)
            .required("token")
            .asText();
    Line line = Line.to(server.address(), deliveries);
    Path home = directory.resolve(name);
    return new Machine(
        id,
        line,
        java.command(
            "agent",
            "--server",
            line.address().toString(),
            "--join-file",
            kept(token, home).toString(),
            "--name",
            name,
            "--data",
            home.resolve("data").toString()),
        // Looking for tools would only make it slower to start.
        Map.of(
            "PERFSCALE_OFFLINE", "true", "PERFSCALE_CACHE_DIR", home.resolve("cache").toString()),
        directory.resolve(name + ".log"));
  }

  private static Path kept(String token, Path home) {
    try {
      // Runs execute as another user where we are root: they must get through.
      Files.createDirectory(home);
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
      Path file =
          Files.createFile(
              home.resolve("join-token"),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
