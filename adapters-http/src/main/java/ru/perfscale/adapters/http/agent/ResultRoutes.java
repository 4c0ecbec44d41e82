package ru.perfscale.adapters.http.agent;

import static ru.perfscale.adapters.http.agent.AgentAuthentication.agent;

import io.javalin.http.Context;
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
    routes.post("/agent/v1/assignments/{id}/frames", this::frames);
    routes.post("/agent/v1/assignments/{id}/finish", this::finish);
  }

  private void frames(Context ctx) {
    Agent agent = agent(ctx);
    AssignmentId assignment = OfferRoutes.assignment(ctx);
    answer(
        ctx,
        audit.claiming(
            agent,
            assignment,
            () -> {
              FrameJson.Delivery delivery =
                  FrameJson.read(new Fields(JsonBody.object(ctx, MOST_BYTES)));
              return limit.call(
                  () ->
                      results
                          .record()
                          .record(agent, assignment, delivery.epoch(), delivery.batch()));
            }));
  }

  private void finish(Context ctx) {
    Agent agent = agent(ctx);
    AssignmentId assignment = OfferRoutes.assignment(ctx);
    answer(
        ctx,
        audit.claiming(
            agent,
            assignment,
            () -> {
              ReportJson.Report report =
                  ReportJson.read(new Fields(JsonBody.object(ctx, MOST_BYTES)));
              return limit.call(() -> finished(agent, assignment, report));
            }));
  }

  private long finished(Agent agent, AssignmentId assignment, ReportJson.Report report) {
    long acknowledged =
        results.finish().finish(agent, assignment, report.epoch(), report.expected(), report.run());
    if (acknowledged >= report.expected().lastSeq()) {
      results.place().place();
    }
    return acknowledged;
  }

  private static void answer(Context ctx, long acknowledged) {
    JsonAnswer.ok(ctx, json -> json.number("acked_seq", acknowledged));
  }
}
