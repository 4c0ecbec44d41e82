package ru.perfscale.adapters.keycloak;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.jwk.JWK;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import ru.perfscale.adapters.keycloak.AccessTokenRules.Accepted;
import ru.perfscale.application.identity.TokenVerifier;
import ru.perfscale.domain.Refusal.Unauthenticated;
import ru.perfscale.domain.identity.Principal;

/**
 * Verifies the access tokens of one realm against its published keys, without asking the issuer
 * about each. The rules are those of RFC 8725. Creating one does no I/O; the keys are fetched at
 * the first token or the first {@link #ready()}.
 */
public final class KeycloakTokenVerifier implements TokenVerifier, AutoCloseable {
  private final AccessTokenRules rules;
  private final RealmKeys keys;
  private final InstantSource clock;
  private final VerifiedTokens verified = new VerifiedTokens();

  public KeycloakTokenVerifier(KeycloakSettings settings, InstantSource clock) {
    this.rules = new AccessTokenRules(settings);
    this.keys = new RealmKeys(settings, clock);
    this.clock = requireNonNull(clock);
  }

  @Override
  public Principal verify(String token) {
    if (token.length() > BearerToken.MAX_LENGTH) {
      throw new Unauthenticated(
          "The token is longer than " + BearerToken.MAX_LENGTH + " characters");
    }
    Instant now = clock.instant();
    ByteBuffer fingerprint = VerifiedTokens.fingerprint(token);
    Optional<Principal> known = verified.find(fingerprint, now);
    if (known.isPresent()) {
      return known.get();
    }
    BearerToken parsed = BearerToken.parse(token);
    // The claims before the signature: they can only refuse here, they say why, and a token that
    // breaks a rule costs neither a signature check nor a fetch of keys.
    Accepted accepted = rules.check(parsed.claims(), now);
    requireSignature(parsed);
    verified.remember(fingerprint, accepted, now);
    return accepted.principal();
  }

  private void requireSignature(BearerToken token) {
    List<JWK> candidates = keys.matching(token.header());
    if (candidates.isEmpty()) {
      throw new Unauthenticated("The token is signed with a key that the issuer does not publish");
    }
    if (candidates.stream().noneMatch(key -> TokenSignature.isBy(key, token))) {
      throw new Unauthenticated("The token's signature does not hold");
    }
  }

  @Override
  public boolean ready() {
    return keys.ready();
  }

  /**
   * Asks the issuer once, for the start of a server. One that does not answer is only a line in the
   * log, because it may come later.
   *
   * @throws DevelopmentIssuer when it is perfscale's development identity provider and the settings
   *     do not allow that
   */
  public void requireRealIssuer() throws DevelopmentIssuer {
    keys.requireRealIssuer();
  }

  /** Stops the background refresh; the verifier cannot be used afterwards. */
  @Override
  public void close() {
    keys.close();
  }
}
