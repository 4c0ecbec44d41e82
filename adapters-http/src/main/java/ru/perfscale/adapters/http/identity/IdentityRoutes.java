package ru.perfscale.adapters.http.identity;

import io.javalin.http.Context;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.domain.identity.Principal;

/** {@code /auth}: any valid token may ask whose it is. */
public final class IdentityRoutes {
  public void addTo(RouteTable routes) {
    routes.get("/api/v1/auth/me", IdentityRoutes::me);
  }

  private static void me(Context ctx) {
    Principal principal = PersonAuthentication.principal(ctx);
    JsonAnswer.ok(
        ctx,
        json ->
            json.text("sub", principal.subject())
                .text("email", principal.profile().email())
                .text("name", principal.profile().name())
                .text("preferred_username", principal.profile().preferredUsername())
                .texts("roles", principal.realmRoles()));
  }
}
