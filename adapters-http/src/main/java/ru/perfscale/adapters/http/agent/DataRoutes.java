package ru.perfscale.adapters.http.agent;

import static ru.perfscale.adapters.http.agent.AgentAuthentication.agent;

import io.javalin.http.Context;
import ru.perfscale.adapters.http.exchange.JsonBody;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.application.machine.AuditAgents;
import ru.perfscale.application.task.FetchDataFile;
import ru.perfscale.application.task.FetchDataFile.Wanted;
import ru.perfscale.domain.loadtest.DataFile;
import ru.perfscale.domain.task.Epoch;

/** An agent reads the data files of what it was offered. */
public final class DataRoutes {
  private final FetchDataFile fetch;
  private final AuditAgents audit;
  private final AgentLimit limit;

  public DataRoutes(FetchDataFile fetch, AuditAgents audit, AgentLimit limit) {
    this.fetch = fetch;
    this.audit = audit;
    this.limit = limit;
  }

  public void addTo(RouteTable routes) {
    routes.post("/agent/v1/assignments/{id}/data", this::part);
  }

  private void part(Context ctx) {
    Fields fields = JsonBody.fields(ctx);
    String boot = PresenceRoutes.boot(fields);
    long epoch = OfferRoutes.epoch(fields);
    long file = fields.whole("file", 1, DataFile.MOST_FILES);
    long from = fields.whole("from", 0, DataFile.MOST_BYTES);
    Wanted wanted =
        fields.orThrow(
            () ->
                new Wanted(
                    OfferRoutes.assignment(ctx), new Epoch(epoch), boot, (int) file, (int) from));
    byte[] part =
        limit.call(
            () ->
                audit.claiming(
                    agent(ctx), ctx.pathParam("id"), () -> fetch.part(agent(ctx), wanted)));
    ctx.contentType("application/octet-stream").result(part);
  }
}
