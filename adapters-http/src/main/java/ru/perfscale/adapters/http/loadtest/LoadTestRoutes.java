package ru.perfscale.adapters.http.loadtest;

import static ru.perfscale.adapters.http.identity.PersonAuthentication.principal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.JsonBody;
import ru.perfscale.adapters.http.exchange.ListAnswer;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.domain.loadtest.LoadTest;
import ru.perfscale.domain.loadtest.LoadTestId;

/** {@code /tests}. */
public final class LoadTestRoutes {
  private static final String ALL = "/api/v1/tests";

  /** A script may have a megabyte. */
  private static final int SCRIPTS_AT_ONCE = 20;

  /** Data files of 5 MiB in Base64, or as text with an escape for each letter, and a script. */
  private static final int MOST_BYTES = 16 << 20;

  private static final ListAnswer<LoadTest, LoadTestId> LIST =
      new ListAnswer<>(SCRIPTS_AT_ONCE, LoadTestId::of, LoadTest::id, LoadTestJson::write);

  private final LoadTestUseCases tests;

  public LoadTestRoutes(LoadTestUseCases tests) {
    this.tests = tests;
  }

  public void addTo(RouteTable routes) {
    routes.get(ALL, this::list);
    routes.post(ALL, this::define);
    routes.get(ALL + "/{id}", this::find);
    routes.patch(ALL + "/{id}", this::change);
    routes.delete(ALL + "/{id}", this::remove);
  }

  private void list(Context ctx) throws IOException {
    LIST.send(ctx, (after, limit) -> tests.list().page(principal(ctx), after, limit));
  }

  private void define(Context ctx) {
    LoadTestJson.Draft draft = LoadTestJson.read(new Fields(JsonBody.object(ctx, MOST_BYTES)));
    LoadTest test =
        tests.define().define(principal(ctx), draft.definition(), draft.contents(), draft.status());
    ctx.header("Location", ALL + "/" + test.id());
    JsonAnswer.send(ctx, 201, json -> LoadTestJson.write(json, test));
  }

  private void find(Context ctx) {
    LoadTest test = tests.find().find(principal(ctx), id(ctx));
    JsonAnswer.ok(ctx, json -> LoadTestJson.write(json, test));
  }

  private void change(Context ctx) {
    ObjectNode body = JsonBody.object(ctx, MOST_BYTES);
    LoadTest test =
        tests
            .change()
            .change(
                principal(ctx), id(ctx), stored -> LoadTestJson.changed(new Fields(body), stored));
    JsonAnswer.ok(ctx, json -> LoadTestJson.write(json, test));
  }

  private void remove(Context ctx) {
    tests.remove().remove(principal(ctx), id(ctx));
    ctx.status(204);
  }

  private static LoadTestId id(Context ctx) {
    return LoadTestId.of(ctx.pathParam("id"));
  }
}
