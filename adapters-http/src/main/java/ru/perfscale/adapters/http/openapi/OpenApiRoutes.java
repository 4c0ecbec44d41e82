package ru.perfscale.adapters.http.openapi;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import ru.perfscale.adapters.http.exchange.RouteTable;

/** The OpenAPI document. */
public final class OpenApiRoutes {
  private volatile byte[] json;

  public void addTo(RouteTable routes) {
    routes.get(
        "/openapi.yaml",
        ctx -> ctx.contentType("application/yaml").result(ClassPath.read("/openapi/openapi.yaml")));
    routes.get("/openapi.json", this::asJson);
  }

  /** Converted when first asked for, since parsing YAML would delay every start. */
  private void asJson(Context ctx) {
    if (json == null) {
      json = converted();
    }
    ctx.contentType("application/json").result(json);
  }

  private static byte[] converted() {
    try {
      return new JsonMapper()
          .writeValueAsBytes(new YAMLMapper().readTree(ClassPath.read("/openapi/openapi.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
