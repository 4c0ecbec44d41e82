package ru.perfscale.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import ru.perfscale.adapters.persistence.Database;
import ru.perfscale.adapters.persistence.DatabaseSettings;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgres;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgresSettings;
import ru.perfscale.agent.Agent;
import ru.perfscale.agent.AgentSettings;
import ru.perfscale.agent.Toolbox;
import ru.perfscale.agent.journal.JournalSettings;
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
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.OperatingSystem;
import ru.perfscale.runner.engine.LoadEngine;
import ru.perfscale.runner.engine.ToolMissing;

/** A server with agents of several machines, all in this process, which talk HTTP only. */
final class Fleet implements AutoCloseable {
  private static final TenantId TENANT = new TenantId(TenantId.Source.CLAIM, "fleet");
  private static final Duration READY = Duration.ofMinutes(1);

  /** The largest value of a histogram. */
  static final long MOST_NANOS = (1L << 42) - 1;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ControlPlane server;
  private final Api api;

  private Fleet(PassableDirectory directory) {
    EmbeddedPostgres postgres =
        opened(
            EmbeddedPostgres.start(
                EmbeddedPostgresSettings.of(
                        directory.resolve("postgres"), directory.resolve("cache"))
                    .withoutDurability()));
    Database database =
        opened(
            Database.open(
                new DatabaseSettings(
                    postgres.jdbcUrl(), postgres.user(), postgres.password(), 16)));
    server =
        opened(ControlPlane.start(database, new Anybody(), ServerSettings.onLoopback(), List.of()));
    api = opened(Api.with(server.address(), "any"));
  }

  /**
   * @param directory its engines work in {@code runs} of it
   */
  static Fleet start(PassableDirectory directory, int machines) {
    Fleet fleet = new Fleet(directory);
    try {
      List<Agent> agents =
          IntStream.rangeClosed(1, machines)
              .mapToObj(i -> fleet.agent("worker-" + i, directory))
              .toList();
      assertThat(Await.that(READY, () -> agents.stream().allMatch(Agent::isServing))).isTrue();
      return fleet;
    } catch (RuntimeException | Error e) {
      fleet.close();
      throw e;
    }
  }

  private Agent agent(String name, PassableDirectory directory) {
    MachineDescription machine =
        new MachineDescription(
            name,
            new Hostname(name),
            Optional.empty(),
            OperatingSystem.LINUX,
            Architecture.AMD64,
            Capacity.UNKNOWN);
    String credential = server.enrolAgent().enrol(TENANT, machine).credential();
    LoadEngine engine =
        opened(
            LoadEngine.builder()
                .workDirectory(directory.resolve("runs").resolve(name))
                .tools(
                    tool -> {
                      throw new ToolMissing(tool, tool + " is not on this machine");
                    })
                .build());
    return opened(
        Agent.start(
            new AgentSettings(
                server.address(),
                new Credential(credential),
                name,
                "0.1.0",
                engine,
                new CommandsOnly(),
                JournalSettings.in(
                    directory.resolve("journals").resolve(name), OptionalLong.empty()))));
  }

  Api api() {
    return api;
  }

  /** All of a task's requests, as the histogram log of the API has them. */
  Histogram histogram(String task) {
    Histogram sum = new Histogram(1, MOST_NANOS, 3);
    HttpRequest request =
        HttpRequest.newBuilder(
                server.address().resolve("/api/v1/tasks/" + task + "/histogram?format=hlog"))
            .header("Authorization", "Bearer any")
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HistogramLogReader log =
          new HistogramLogReader(http.send(request, BodyHandlers.ofInputStream()).body());
      for (EncodableHistogram part = log.nextIntervalHistogram();
          part != null;
          part = log.nextIntervalHistogram()) {
        sum.add((Histogram) part);
      }
      return sum;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("No histogram of " + task, e);
    }
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("A part of the fleet cannot be closed", e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  private record CommandsOnly() implements Toolbox {
    @Override
    public Set<String> installed() {
      return Set.of("custom");
    }

    @Override
    public Map<String, String> installable() {
      return Map.of();
    }

    @Override
    public void install(String tool, Consumer<String> progress) {
      throw new ToolMissing(tool, "only commands run here");
    }
  }

  /** Whoever asks is a member of the one tenant. */
  private record Anybody() implements TokenVerifier {
    @Override
    public Principal verify(String token) {
      return new Principal("somebody", Optional.of(TENANT), List.of("member"), Profile.EMPTY);
    }

    @Override
    public boolean ready() {
      return true;
    }
  }
}
