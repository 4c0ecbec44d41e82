package ru.perfscale.adapters.http.agent;

import static ru.perfscale.adapters.http.agent.AgentAuthentication.agent;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import ru.perfscale.adapters.http.agent.AgentUseCases.Offers;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.JsonBody;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.adapters.http.json.JsonOutput;
import ru.perfscale.application.machine.AuditAgents;
import ru.perfscale.application.task.AcceptOffer.Acceptance;
import ru.perfscale.application.task.AcceptOffer.WorkOrder;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.ClockOffset;
import ru.perfscale.domain.task.Epoch;
import ru.perfscale.domain.task.Plan;

/** An agent answers an offer. */
public final class OfferRoutes {
  private static final int MOST_MESSAGE = 500;

  /** Some thirty years, within which also a clock that was never set is off. */
  private static final long MOST_OFFSET_NANOS = 1_000_000_000_000_000_000L;

  private final Offers offers;
  private final AuditAgents audit;
  private final AgentLimit limit;

  private record Answer(Epoch epoch, String message) {}

  public OfferRoutes(Offers offers, AuditAgents audit, AgentLimit limit) {
    this.offers = offers;
    this.audit = audit;
    this.limit = limit;
  }

  public void addTo(RouteTable routes) {
    routes.post("/agent/v1/assignments/{id}/preparing", this::preparing);
    routes.post("/agent/v1/assignments/{id}/decline", this::decline);
    routes.post("/agent/v1/assignments/{id}/accept", this::accept);
  }

  private void preparing(Context ctx) {
    Answer answer = answer(ctx);
    run(
        ctx,
        () ->
            offers
                .answer()
                .preparing(agent(ctx), assignment(ctx), answer.epoch(), answer.message()));
    ctx.status(204);
  }

  private void decline(Context ctx) {
    Answer answer = answer(ctx);
    run(
        ctx,
        () ->
            offers.answer().decline(agent(ctx), assignment(ctx), answer.epoch(), answer.message()));
    ctx.status(204);
  }

  private void accept(Context ctx) {
    Fields fields = JsonBody.fields(ctx);
    String boot = PresenceRoutes.boot(fields);
    long epoch = epoch(fields);
    Optional<ClockOffset> clock = fields.optionalObject("clock", OfferRoutes::clock);
    Acceptance acceptance =
        fields.orThrow(() -> new Acceptance(assignment(ctx), new Epoch(epoch), boot, clock));
    WorkOrder order = claiming(ctx, () -> offers.accept().accept(agent(ctx), acceptance));
    JsonAnswer.ok(ctx, json -> writeOrder(json, order));
  }

  private void run(Context ctx, Runnable answering) {
    claiming(
        ctx,
        () -> {
          answering.run();
          return null;
        });
  }

  private <T> T claiming(Context ctx, Supplier<T> answering) {
    return limit.call(() -> audit.claiming(agent(ctx), ctx.pathParam("id"), answering));
  }

  private static Optional<ClockOffset> clock(Fields fields) {
    long offset = fields.whole("offset_nanos", -MOST_OFFSET_NANOS, MOST_OFFSET_NANOS);
    long error = fields.whole("error_nanos", 0, MOST_OFFSET_NANOS);
    return fields.make(() -> new ClockOffset(Duration.ofNanos(offset), Duration.ofNanos(error)));
  }

  private static Answer answer(Context ctx) {
    Fields fields = JsonBody.fields(ctx);
    long epoch = epoch(fields);
    String message = fields.spokenText("message");
    return fields.orThrow(
        () -> new Answer(new Epoch(epoch), SpokenText.beginning(message, MOST_MESSAGE)));
  }

  private static void writeOrder(JsonOutput json, WorkOrder order) {
    Plan plan = order.task().plan();
    json.text("task_id", order.task().id().value())
        .text("tool", plan.tool().wireName())
        .text("script", order.script())
        .number("users", plan.load().users())
        .number("duration_ms", millis(plan.load().duration()))
        .object("environment", Optional.of(Map.of()), (inner, none) -> {})
        .number("time_limit_ms", plan.timeLimit().toMillis())
        .number("contact_limit_ms", plan.contactLimit().toMillis())
        .time("started_at", order.task().startedAt())
        .object(
            "share",
            Optional.of(order.share()),
            (inner, share) -> inner.number("index", share.index()).number("of", share.of()));
  }

  private static OptionalLong millis(Optional<Duration> duration) {
    return duration.map(d -> OptionalLong.of(d.toMillis())).orElseGet(OptionalLong::empty);
  }

  static long epoch(Fields fields) {
    return fields.whole("epoch", 1, Long.MAX_VALUE);
  }

  static AssignmentId assignment(Context ctx) {
    return AssignmentId.of(ctx.pathParam("id"));
  }
}
