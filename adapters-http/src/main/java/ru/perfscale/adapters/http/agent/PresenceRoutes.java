package ru.perfscale.adapters.http.agent;

import static ru.perfscale.adapters.http.agent.AgentAuthentication.agent;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import ru.perfscale.adapters.http.agent.AgentUseCases.Membership;
import ru.perfscale.adapters.http.agent.AgentUseCases.Presence;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.JsonBody;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.adapters.http.json.JsonOutput;
import ru.perfscale.adapters.http.loadtest.DataFilesJson;
import ru.perfscale.application.machine.AuditAgents;
import ru.perfscale.application.task.CheckInbox.Offer;
import ru.perfscale.application.task.CheckInbox.Orders;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.task.AssignmentId;
import ru.perfscale.domain.task.Epoch;

/** An agent says hello, shows that it lives, and waits for something to do. */
public final class PresenceRoutes {
  static final String HEARTBEAT = "/agent/v1/heartbeat";
  static final String POLL = "/agent/v1/poll";

  private static final int MOST_RUNNING = 1000;

  private final Membership membership;
  private final Presence presence;
  private final AuditAgents audit;
  private final AgentLimit limit;

  /** What an agent runs, in one of its lives. */
  private record Situation(String boot, Map<AssignmentId, Epoch> running) {}

  private record Running(AssignmentId assignment, Epoch epoch) {}

  public PresenceRoutes(
      Membership membership, Presence presence, AuditAgents audit, AgentLimit limit) {
    this.membership = membership;
    this.presence = presence;
    this.audit = audit;
    this.limit = limit;
  }

  public void addTo(RouteTable routes) {
    presence.polls().watch(machines -> limit.call(() -> presence.inbox().states(machines)));
    routes.post("/agent/v1/hello", this::hello);
    routes.post(HEARTBEAT, this::heartbeat);
    routes.post(POLL, this::poll);
    routes.post("/agent/v1/clock", this::clock);
  }

  private void hello(Context ctx) {
    HelloJson hello = HelloJson.read(JsonBody.fields(ctx));
    Agent agent = agent(ctx);
    limit.run(() -> begin(agent, hello, ctx.ip()));
    JsonAnswer.ok(
        ctx,
        json ->
            json.text("machine_id", agent.machine().value())
                .time("server_time", presence.clock().instant()));
  }

  private void begin(Agent agent, HelloJson hello, String address) {
    membership.admit().admit(agent, hello.boot(), hello.protocol(), address);
    presence.polls().release(agent.machine());
    hello.facts().ifPresent(facts -> membership.describe().describe(agent, facts));
    presence.attach().attach(agent, hello.boot());
    audit.journalsDamaged(agent, hello.journalDamage());
  }

  private void heartbeat(Context ctx) {
    Fields fields = JsonBody.fields(ctx);
    String boot = boot(fields);
    boolean draining = fields.has("draining") && fields.flag("draining");
    Agent agent = agent(ctx);
    fields.orThrow(() -> boot);
    limit.run(
        () -> {
          presence.hear().hear(agent, boot);
          if (draining) {
            membership.drain().drain(agent, boot);
          }
        });
    ctx.status(204);
  }

  /** The body is not looked at: the sooner the answer, the smaller the error. */
  private void clock(Context ctx) {
    Instant now = presence.clock().instant().truncatedTo(ChronoUnit.MICROS);
    JsonAnswer.ok(ctx, json -> json.text("server_time", now.toString()));
  }

  private void poll(Context ctx) {
    Situation situation = situation(JsonBody.fields(ctx));
    Agent agent = agent(ctx);
    limit.run(() -> presence.hear().hear(agent, situation.boot()));
    ctx.future(
        () ->
            presence
                .polls()
                .await(agent.machine(), () -> limit.call(() -> news(agent, situation)))
                .thenAccept(
                    orders ->
                        JsonAnswer.ok(
                            ctx, json -> writeOrders(json, orders, presence.clock().instant()))));
  }

  private Orders news(Agent agent, Situation situation) {
    return presence.inbox().check(agent, situation.boot(), situation.running());
  }

  private static Situation situation(Fields fields) {
    String boot = boot(fields);
    List<Running> running = fields.objects("running", MOST_RUNNING, PresenceRoutes::running);
    return fields.orThrow(
        () ->
            new Situation(
                boot,
                running.stream()
                    .collect(
                        Collectors.toMap(
                            Running::assignment, Running::epoch, (first, again) -> again))));
  }

  private static Optional<Running> running(Fields fields) {
    AssignmentId assignment = fields.text("assignment", PresenceRoutes::assignment);
    long epoch = fields.whole("epoch", 1, Long.MAX_VALUE);
    return fields.make(() -> new Running(assignment, new Epoch(epoch)));
  }

  private static AssignmentId assignment(String text) {
    try {
      return new AssignmentId(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be the id of an assignment", e);
    }
  }

  private static void writeOrders(JsonOutput json, Orders orders, Instant now) {
    json.objects("offers", orders.offers(), PresenceRoutes::writeOffer)
        .objects(
            "starts",
            orders.starts(),
            (item, start) ->
                item.text("assignment", start.assignment().value())
                    .number("epoch", start.epoch().number())
                    .time("started_at", start.at())
                    .number("in_millis", Duration.between(now, start.at()).toMillis()))
        .texts("cancels", orders.cancels())
        .texts("drops", orders.drops());
  }

  private static void writeOffer(JsonOutput json, Offer offer) {
    json.text("assignment", offer.assignment().value())
        .number("epoch", offer.epoch().number())
        .text("tool", offer.tool().wireName())
        .number("of", offer.share().of());
    if (!offer.dataFiles().isEmpty()) {
      DataFilesJson.write(json, offer.dataFiles());
    }
  }

  static String boot(Fields fields) {
    return fields.text("boot", AgentBoot::checkId);
  }
}
