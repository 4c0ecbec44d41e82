package ru.perfscale.adapters.http.machine;

import static ru.perfscale.adapters.http.identity.PersonAuthentication.principal;

import io.javalin.http.Context;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.application.machine.IssueJoinToken;
import ru.perfscale.application.machine.IssueJoinToken.Issued;
import ru.perfscale.domain.machine.MachineId;

/** {@code /join-tokens}: how hosts become machines. The token is answered this once only. */
public final class JoinTokenRoutes {
  private final IssueJoinToken issue;

  public JoinTokenRoutes(IssueJoinToken issue) {
    this.issue = issue;
  }

  public void addTo(RouteTable routes) {
    routes.post("/api/v1/join-tokens", ctx -> send(ctx, issue.issue(principal(ctx))));
    routes.post(
        "/api/v1/machines/{id}/join-tokens",
        ctx -> send(ctx, issue.issue(principal(ctx), MachineId.of(ctx.pathParam("id")))));
  }

  private static void send(Context ctx, Issued issued) {
    JsonAnswer.send(
        ctx,
        201,
        json -> json.text("token", issued.token()).time("expires_at", issued.expiresAt()));
  }
}
