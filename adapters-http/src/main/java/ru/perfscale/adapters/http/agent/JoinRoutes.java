package ru.perfscale.adapters.http.agent;

import io.javalin.http.Context;
import java.util.Optional;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.JsonBody;
import ru.perfscale.adapters.http.exchange.Rejected;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.application.machine.AgentProtocol;
import ru.perfscale.application.machine.CredentialHash;
import ru.perfscale.application.machine.JoinMachine;
import ru.perfscale.domain.Refusal;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.MachineFacts;
import ru.perfscale.domain.machine.MachineId;

/** A host becomes a machine. The one thing that a stranger may ask for, hence its limits. */
public final class JoinRoutes {
  static final String PATH = "/agent/v1/join";
  private static final int MOST_BYTES = 8 << 10;
  private static final int MOST_TOKEN = 200;

  private final JoinMachine join;
  private final AgentLimit limit;
  private final JoinLimits limits = new JoinLimits(System::nanoTime);

  public JoinRoutes(JoinMachine join, AgentLimit limit) {
    this.join = join;
    this.limit = limit;
  }

  public void addTo(RouteTable routes) {
    routes.post(PATH, this::join);
  }

  private void join(Context ctx) {
    long wait = limits.secondsToWait(ctx.ip());
    if (wait > 0) {
      throw Rejected.rateLimited(
          "Joining failed too often from this address; try again in " + wait + " s", wait);
    }
    JoinMachine.Request request = request(new Fields(JsonBody.object(ctx, MOST_BYTES)), ctx.ip());
    try {
      MachineId machine = limit.call(() -> join.join(request));
      JsonAnswer.send(ctx, 201, json -> json.text("machine_id", machine.value()));
    } catch (Refusal refusal) {
      limits.failed(ctx.ip());
      throw refusal;
    }
  }

  private static JoinMachine.Request request(Fields fields, String address) {
    String token = fields.secret("token", JoinRoutes::checkToken);
    CredentialHash credential = fields.secret("credential_hash", CredentialHash::new);
    Optional<String> name = fields.optionalText("name", MachineDescription::checkName);
    int protocol = protocol(fields);
    Optional<MachineFacts> facts = FactsJson.read(fields);
    return fields.orThrow(
        () ->
            new JoinMachine.Request(
                token, credential, facts.orElseThrow(), name, protocol, address));
  }

  /** An agent that does not say speaks the first one. */
  static int protocol(Fields fields) {
    return (int) fields.optionalWhole("protocol", 0, Integer.MAX_VALUE).orElse(AgentProtocol.FIRST);
  }

  private static String checkToken(String token) {
    if (!token.startsWith("psj_") || token.length() > MOST_TOKEN) {
      throw new IllegalArgumentException("must be a join token, psj_…");
    }
    return token;
  }
}
