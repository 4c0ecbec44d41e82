package ru.perfscale.benchmarks.backfill;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ru.perfscale.adapters.persistence.Database;
import ru.perfscale.adapters.persistence.DatabaseSettings;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgres;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgresSettings;
import ru.perfscale.agent.protocol.Credential;
import ru.perfscale.application.identity.TokenVerifier;
import ru.perfscale.bootstrap.wiring.ControlPlane;
import ru.perfscale.bootstrap.wiring.ServerSettings;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Profile;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.machine.Architecture;
import ru.perfscale.domain.machine.Capacity;
import ru.perfscale.domain.machine.Hostname;
import ru.perfscale.domain.machine.IpAddress;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.OperatingSystem;

/** A real control plane with a PostgreSQL of its own; whoever asks is a member of its tenant. */
final class Server implements AutoCloseable {
  private static final TenantId TENANT = new TenantId(TenantId.Source.CLAIM, "demo");
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final int POOL_SIZE = 8;

  private final EmbeddedPostgres postgres;
  private final Database database;
  private final ControlPlane controlPlane;
  private final HttpClient http = HttpClient.newHttpClient();

  Server(Path directory, Path cache) {
    postgres = EmbeddedPostgres.start(EmbeddedPostgresSettings.of(directory, cache));
    database =
        Database.open(
            new DatabaseSettings(
                postgres.jdbcUrl(), postgres.user(), postgres.password(), POOL_SIZE));
    controlPlane =
        ControlPlane.start(database, new Anyone(), ServerSettings.onLoopback(), List.of());
  }

  URI address() {
    return controlPlane.address();
  }

  Credential enrol() {
    MachineDescription machine =
        new MachineDescription(
            "worker",
            new Hostname("worker"),
            Optional.of(new IpAddress("127.0.0.1")),
            OperatingSystem.LINUX,
            Architecture.AMD64,
            new Capacity(OptionalInt.of(2), Optional.of(BigDecimal.ONE)));
    return new Credential(controlPlane.enrolAgent().enrol(TENANT, machine).credential());
  }

  /** Submits a task of a test that nobody will run; returns its id. */
  String submit() throws IOException, InterruptedException {
    String test =
        post(
            "tests",
            "{\"name\": \"n\", \"tool\": \"custom\", \"script\": \"#!/bin/sh\\ntrue\\n\"}");
    return post("tasks", "{\"testId\": \"" + test + "\"}");
  }

  private String post(String path, String body) throws IOException, InterruptedException {
    return id(
        HttpRequest.newBuilder(address().resolve("/api/v1/" + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String id(HttpRequest.Builder request) throws IOException, InterruptedException {
    String answer = send(request);
    Matcher id = ID.matcher(answer);
    if (!id.find()) {
      throw new IllegalStateException(answer);
    }
    return id.group(1);
  }

  /** A task as the API shows it. */
  String task(String id) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address().resolve("/api/v1/tasks/" + id)));
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(
            request.header("Authorization", "Bearer anyone").build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() {
    http.close();
    controlPlane.close();
    database.close();
    postgres.close();
  }

  private static final class Anyone implements TokenVerifier {
    @Override
    public Principal verify(String token) {
      return new Principal("demo", Optional.of(TENANT), List.of("member"), Profile.EMPTY);
    }

    @Override
    public boolean ready() {
      return true;
    }
  }
}
