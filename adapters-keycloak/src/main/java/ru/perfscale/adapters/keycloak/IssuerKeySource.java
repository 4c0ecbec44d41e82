package ru.perfscale.adapters.keycloak;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;

/**
 * Fetches the realm's keys: the discovery document first, every time, so that an issuer which
 * moved, or is not the one that was configured, is noticed.
 */
final class IssuerKeySource implements JWKSetSource<SecurityContext> {
  /** The member by which perfscale's development identity provider marks itself. */
  static final String DEVELOPMENT_MARK = "perfscale_development";

  private final KeycloakSettings settings;
  private final BoundedGet http = new BoundedGet();

  IssuerKeySource(KeycloakSettings settings) {
    this.settings = settings;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator evaluator, long currentTime, SecurityContext context)
      throws JWKSetRetrievalException {
    try {
      return fetch();
    } catch (IOException e) {
      throw new JWKSetRetrievalException(e.getMessage(), e);
    }
  }

  private JWKSet fetch() throws IOException {
    String base = settings.discovery().toString().replaceFirst("/+$", "");
    URI discovery = URI.create(base + "/.well-known/openid-configuration");
    Map<String, Object> document = http.json(discovery);
    // First, because this one names the same issuer wherever it is.
    if (!settings.developmentIssuerAllowed() && document.containsKey(DEVELOPMENT_MARK)) {
      throw new DevelopmentIssuer(settings.issuer());
    }
    if (!settings.issuer().toString().equals(document.get("issuer"))) {
      throw new IOException(
          discovery
              + " describes the issuer "
              + document.get("issuer")
              + ", configured is "
              + settings.issuer());
    }
    URI keys = keysAddress(document.get("jwks_uri"), discovery);
    try {
      JWKSet set = JWKSet.parse(http.json(keys));
      if (set.getKeys().stream().noneMatch(key -> KeyUse.SIGNATURE.equals(key.getKeyUse()))) {
        throw new IOException(keys + " holds no signing key (use=sig)");
      }
      return set;
    } catch (ParseException | RuntimeException e) {
      // The parser does not promise a ParseException for everything that a stranger can send.
      throw new IOException(keys + " is not a key set: " + e.getMessage(), e);
    }
  }

  private static URI keysAddress(Object value, URI discovery) throws IOException {
    URI keys;
    try {
      keys = value instanceof String text ? URI.create(text) : URI.create("");
    } catch (IllegalArgumentException e) {
      throw new IOException(discovery + " has a malformed jwks_uri", e);
    }
    boolean https = "https".equals(keys.getScheme());
    boolean httpAllowed = "http".equals(discovery.getScheme());
    if (keys.getHost() == null || !https && !(httpAllowed && "http".equals(keys.getScheme()))) {
      throw new IOException(
          discovery + " must name a jwks_uri at least as safe as itself, and names " + value);
    }
    return keys;
  }

  @Override
  public void close() {
    http.close();
  }
}
