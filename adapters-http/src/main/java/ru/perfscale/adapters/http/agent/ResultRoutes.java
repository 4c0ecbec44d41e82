package ru.perfscale.adapters.http.agent;

import static ru.perfscale.adapters.http.agent.AgentAuthentication.agent;

import io.javalin.http.Context;
import ru.perfscale.adapters.http.agent.AgentUseCases.Results;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.JsonBody;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.domain.machine.Agent;
import ru.perfscale.domain.task.AssignmentId;

/** An agent delivers what it measured, and says how the run ended. */
public final class ResultRoutes {
  private static final int MOST_BYTES = 32 << 20;

  private final Results results;
  private final AgentLimit limit;

  public ResultRoutes(Results results, AgentLimit limit) {
    this.results = results;
    this.limit = limit;
  }

  public void addTo(RouteTable routes) {
    routes.post("/agent/v1/assignments/{id}/frames", this::frames);
    routes.post("/agent/v1/assignments/{id}/finish", this::finish);
  }

  private void frames(Context ctx) {
    FrameJson.Delivery delivery = FrameJson.read(new Fields(JsonBody.object(ctx, MOST_BYTES)));
    Agent agent = agent(ctx);
    AssignmentId assignment = OfferRoutes.assignment(ctx);
    long acknowledged =
        limit.call(
            () -> results.record().record(agent, assignment, delivery.epoch(), delivery.batch()));
    answer(ctx, acknowledged);
  }

  private void finish(Context ctx) {
    ReportJson.Report report = ReportJson.read(new Fields(JsonBody.object(ctx, MOST_BYTES)));
    Agent agent = agent(ctx);
    AssignmentId assignment = OfferRoutes.assignment(ctx);
    answer(ctx, limit.call(() -> finished(agent, assignment, report)));
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
