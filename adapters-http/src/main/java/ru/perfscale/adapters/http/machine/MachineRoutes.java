package ru.perfscale.adapters.http.machine;

import static ru.perfscale.adapters.http.identity.PersonAuthentication.principal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.JsonBody;
import ru.perfscale.adapters.http.exchange.ListAnswer;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.domain.machine.Machine;
import ru.perfscale.domain.machine.MachineDescription;
import ru.perfscale.domain.machine.MachineId;

/** {@code /machines}. */
public final class MachineRoutes {
  private static final String ALL = "/api/v1/machines";
  private static final ListAnswer<Machine, MachineId> LIST =
      new ListAnswer<>(200, MachineId::of, Machine::id, MachineJson::write);

  private final MachineUseCases machines;

  public MachineRoutes(MachineUseCases machines) {
    this.machines = machines;
  }

  public void addTo(RouteTable routes) {
    routes.get(ALL, this::list);
    routes.post(ALL, this::register);
    routes.get(ALL + "/{id}", this::find);
    routes.patch(ALL + "/{id}", this::change);
    routes.delete(ALL + "/{id}", this::remove);
  }

  private void list(Context ctx) throws IOException {
    LIST.send(ctx, (after, limit) -> machines.list().page(principal(ctx), after, limit));
  }

  private void register(Context ctx) {
    MachineDescription description = MachineJson.read(JsonBody.fields(ctx));
    Machine machine = machines.register().register(principal(ctx), description);
    ctx.header("Location", ALL + "/" + machine.id());
    JsonAnswer.send(ctx, 201, json -> MachineJson.write(json, machine));
  }

  private void find(Context ctx) {
    Machine machine = machines.find().find(principal(ctx), id(ctx));
    JsonAnswer.ok(ctx, json -> MachineJson.write(json, machine));
  }

  private void change(Context ctx) {
    ObjectNode body = JsonBody.object(ctx, JsonBody.MOST_BYTES);
    Machine machine =
        machines
            .change()
            .change(
                principal(ctx), id(ctx), stored -> MachineJson.changed(new Fields(body), stored));
    JsonAnswer.ok(ctx, json -> MachineJson.write(json, machine));
  }

  private void remove(Context ctx) {
    machines.remove().remove(principal(ctx), id(ctx));
    ctx.status(204);
  }

  private static MachineId id(Context ctx) {
    return MachineId.of(ctx.pathParam("id"));
  }
}
