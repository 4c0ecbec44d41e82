package ru.perfscale.adapters.http.exchange;

import io.javalin.http.Context;
import java.util.function.Consumer;
import ru.perfscale.adapters.http.json.JsonOutput;

/** Answers with one JSON object. */
public final class JsonAnswer {
  private JsonAnswer() {}

  public static void ok(Context ctx, Consumer<JsonOutput> members) {
    send(ctx, 200, members);
  }

  public static void send(Context ctx, int status, Consumer<JsonOutput> members) {
    ctx.status(status).contentType("application/json").result(JsonOutput.object(members));
  }
}
