package ru.perfscale.adapters.http.agent;

import static ru.perfscale.adapters.http.agent.AgentAuthentication.agent;

import io.javalin.http.Context;
import ru.perfscale.adapters.http.agent.AgentUseCases.Results;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.JsonBody;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.adapters.http.json.Fields;

/** An agent delivers what it measured, and says how the run ended. */
public final class ResultRoutes {
  private static final int MOST_BYTES = 32 << 20;

  private final Results results;

  public ResultRoutes(Results results) {
    this.results = results;
  }

  public void addTo(RouteTable routes) {
    routes.post("/agent/v1/assignments/{id}/frames", this::frames);
    routes.post("/agent/v1/assignments/{id}/finish", this::finish);
  }

  private void frames(Context ctx) {
    FrameJson.Delivery delivery = FrameJson.read(new Fields(JsonBody.object(ctx, MOST_BYTES)));
    long acknowledged =
        results
            .record()
            .record(agent(ctx), OfferRoutes.assignment(ctx), delivery.epoch(), delivery.batch());
    answer(ctx, acknowledged);
  }

  private void finish(Context ctx) {
    ReportJson.Report report = ReportJson.read(new Fields(JsonBody.object(ctx, MOST_BYTES)));
    long acknowledged =
        results
            .finish()
            .finish(
                agent(ctx),
                OfferRoutes.assignment(ctx),
                report.epoch(),
                report.expected(),
                report.run());
    if (acknowledged >= report.expected().lastSeq()) {
      results.place().place();
    }
    answer(ctx, acknowledged);
  }

  private static void answer(Context ctx, long acknowledged) {
    JsonAnswer.ok(ctx, json -> json.number("acked_seq", acknowledged));
  }
}
