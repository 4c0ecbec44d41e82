package ru.perfscale.adapters.http.agent;

import static ru.perfscale.adapters.http.agent.AgentAuthentication.agent;

import io.javalin.http.Context;
import java.util.function.Supplier;
import ru.perfscale.adapters.http.agent.AgentUseCases.Results;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.JsonBody;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.application.machine.AuditAgents;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.AssignmentId;

/** An agent delivers what it measured, and says how the run ended. */
public final class ResultRoutes {
  static final String FRAMES = "/frames";

  private static final int MOST_BYTES = 32 << 20;

  private final Results results;
  private final AuditAgents audit;
  private final AgentLimit limit;

  public ResultRoutes(Results results, AuditAgents audit, AgentLimit limit) {
    this.results = results;
    this.audit = audit;
    this.limit = limit;
  }

  public void addTo(RouteTable routes) {
    routes.post("/agent/v1/assignments/{id}" + FRAMES, this::frames);
    routes.post("/agent/v1/assignments/{id}/finish", this::finish);
  }

  private void frames(Context ctx) {
    Fields body = new Fields(JsonBody.object(ctx, MOST_BYTES));
    FrameJson.Delivery delivery = claiming(ctx, () -> FrameJson.read(body));
    AssignmentId assignment = OfferRoutes.assignment(ctx);
    answer(
        ctx,
        () -> results.record().record(agent(ctx), assignment, delivery.epoch(), delivery.batch()));
  }

  private void finish(Context ctx) {
    Fields body = new Fields(JsonBody.object(ctx, MOST_BYTES));
    ReportJson.Report report = claiming(ctx, () -> ReportJson.read(body));
    AssignmentId assignment = OfferRoutes.assignment(ctx);
    answer(ctx, () -> finished(agent(ctx), assignment, report));
  }

  private long finished(Agent agent, AssignmentId assignment, ReportJson.Report report) {
    long acknowledged =
        results.finish().finish(agent, assignment, report.epoch(), report.expected(), report.run());
    if (acknowledged >= report.expected().lastSeq()) {
      results.place().place();
    }
    return acknowledged;
  }

  private void answer(Context ctx, Supplier<Long> claimed) {
    long acknowledged = limit.call(() -> claiming(ctx, claimed));
    JsonAnswer.ok(ctx, json -> json.number("acked_seq", acknowledged));
  }

  private <T> T claiming(Context ctx, Supplier<T> claimed) {
    return audit.claiming(agent(ctx), ctx.pathParam("id"), claimed);
  }
}
