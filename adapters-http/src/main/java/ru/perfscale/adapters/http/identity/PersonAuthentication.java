package ru.perfscale.adapters.http.identity;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import ru.perfscale.application.identity.TokenVerifier;
import ru.perfscale.domain.identity.Principal;

/** Runs before every route of the API: without a token that holds there is no other answer. */
public final class PersonAuthentication implements Handler {
  private static final String PRINCIPAL = Principal.class.getName();

  private final TokenVerifier tokens;

  public PersonAuthentication(TokenVerifier tokens) {
    this.tokens = tokens;
  }

  @Override
  public void handle(Context ctx) {
    ctx.attribute(PRINCIPAL, tokens.verify(BearerToken.of(ctx)));
  }

  /** Who asks; fails on a route that is not behind this. */
  public static Principal principal(Context ctx) {
    Principal principal = ctx.attribute(PRINCIPAL);
    if (principal == null) {
      throw new IllegalStateException(ctx.path() + " is answered without authentication");
    }
    return principal;
  }
}
