package ru.perfscale.adapters.keycloak;

import java.io.IOException;
import java.net.URI;

/** The issuer is perfscale's own development identity provider, where it must not be. */
public final class DevelopmentIssuer extends IOException {
  private static final long serialVersionUID = 1L;

  DevelopmentIssuer(URI issuer) {
    super(
        issuer
            + " is perfscale's development identity provider, whose passwords everyone knows;"
            + " configure a real Keycloak realm as the issuer");
  }
}
