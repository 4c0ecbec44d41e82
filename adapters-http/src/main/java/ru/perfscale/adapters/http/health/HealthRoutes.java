package ru.perfscale.adapters.http.health;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.adapters.http.json.JsonOutput;

/** {@code /health}. Anyone may ask, so the parts are asked once a second at most. */
public final class HealthRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);
  private static final Duration MEMORY = Duration.ofSeconds(1);

  private final List<ReadinessCheck> checks;
  private final ReentrantLock lock = new ReentrantLock();
  private List<Result> latest = List.of();
  private long latestAt;

  private record Result(String name, Optional<String> problem) {
    boolean isReady() {
      return problem.isEmpty();
    }
  }

  public HealthRoutes(List<ReadinessCheck> checks) {
    this.checks = List.copyOf(checks);
    latestAt = System.nanoTime() - MEMORY.toNanos();
  }

  public void addTo(RouteTable routes) {
    routes.get("/health/live", ctx -> JsonAnswer.ok(ctx, json -> json.text("status", "live")));
    routes.get("/health/ready", this::ready);
  }

  private void ready(Context ctx) {
    List<Result> results = results();
    if (results.stream().allMatch(Result::isReady)) {
      JsonAnswer.ok(
          ctx,
          json -> json.text("status", "ready").objects("checks", results, HealthRoutes::write));
    } else {
      ctx.header("Retry-After", "1");
      JsonAnswer.send(
          ctx,
          503,
          json ->
              json.text("error", "unavailable")
                  .text("message", "Not ready: " + problems(results))
                  .text("status", "not_ready")
                  .objects("checks", results, HealthRoutes::write));
    }
  }

  private List<Result> results() {
    lock.lock();
    try {
      if (System.nanoTime() - latestAt >= MEMORY.toNanos()) {
        latest = checks.stream().map(HealthRoutes::ask).toList();
        latestAt = System.nanoTime();
      }
      return latest;
    } finally {
      lock.unlock();
    }
  }

  private static Result ask(ReadinessCheck check) {
    try {
      return new Result(check.name(), check.problem());
    } catch (RuntimeException e) {
      LOG.warn("The readiness check {} failed", check.name(), e);
      return new Result(check.name(), Optional.of("could not be checked"));
    }
  }

  private static String problems(List<Result> results) {
    return results.stream()
        .filter(result -> !result.isReady())
        .map(result -> result.name() + ": " + result.problem().orElseThrow())
        .collect(Collectors.joining("; "));
  }

  private static void write(JsonOutput json, Result result) {
    json.text("name", result.name())
        .flag("ready", result.isReady())
        .text("message", result.problem());
  }
}
