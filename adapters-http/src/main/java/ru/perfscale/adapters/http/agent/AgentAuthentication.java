package ru.perfscale.adapters.http.agent;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Optional;
import ru.perfscale.adapters.http.identity.BearerToken;
import ru.perfscale.application.machine.AuthenticateAgent;
import ru.perfscale.domain.machine.Agent;

/**
 * Runs before every route of the agents but the one by which they get there: their credential
 * stands for one machine.
 */
public final class AgentAuthentication implements Handler {
  private static final String AGENT = Agent.class.getName();

  private final AuthenticateAgent authenticate;
  private final AgentLimit limit;

  public AgentAuthentication(AuthenticateAgent authenticate, AgentLimit limit) {
    this.authenticate = authenticate;
    this.limit = limit;
  }

  @Override
  public void handle(Context ctx) {
    if (ctx.path().equals(JoinRoutes.PATH)) {
      return;
    }
    String credential = BearerToken.of(ctx);
    Optional<Agent> believed =
        isFrequent(ctx.path()) ? authenticate.believed(credential) : Optional.empty();
    ctx.attribute(
        AGENT, believed.orElseGet(() -> limit.call(() -> authenticate.authenticate(credential))));
  }

  /** What every agent asks every second or two; it changes nothing but what is the asker's own. */
  private static boolean isFrequent(String path) {
    return path.equals(PresenceRoutes.HEARTBEAT)
        || path.equals(PresenceRoutes.POLL)
        || path.endsWith(ResultRoutes.FRAMES);
  }

  static Agent agent(Context ctx) {
    Agent agent = ctx.attribute(AGENT);
    if (agent == null) {
      throw new IllegalStateException(ctx.path() + " is answered without authentication");
    }
    return agent;
  }
}
