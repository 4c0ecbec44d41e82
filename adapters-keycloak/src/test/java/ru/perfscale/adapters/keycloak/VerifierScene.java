package ru.perfscale.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import ru.perfscale.domain.Refusal.Unauthenticated;

/** A verifier, its issuer, and tokens with one thing wrong. */
abstract class VerifierScene {
  static final SigningKey KEY = SigningKey.rsa("key-1");
  static final SigningKey STRANGER = SigningKey.rsa("stranger");

  final SettableClock clock = new SettableClock();
  FakeIssuer issuer;
  KeycloakTokenVerifier verifier;

  @BeforeEach
  void start() {
    issuer = new FakeIssuer(clock, KEY);
    verifier = verifier(settings());
  }

  @AfterEach
  void stop() {
    verifier.close();
    issuer.close();
  }

  final KeycloakSettings settings() {
    return KeycloakSettings.production(
        issuer.issuer(),
        Set.of("perfscale-site", "ci"),
        Optional.empty(),
        new TenantRule.Claim("tenant"));
  }

  final KeycloakTokenVerifier verifier(KeycloakSettings settings) {
    return new KeycloakTokenVerifier(settings, clock);
  }

  final String tokenWith(String claim, Object value) {
    return tokenWith(claims -> claims.put(claim, value));
  }

  final String tokenWith(Consumer<Map<String, Object>> change) {
    Map<String, Object> claims = issuer.claims();
    change.accept(claims);
    return FakeIssuer.token(KEY, claims);
  }

  final String tokenWithHeader(String name, Object value) {
    Map<String, Object> header = KEY.header();
    header.put(name, value);
    return FakeIssuer.token(KEY, header, issuer.claims());
  }

  final void assertRefused(String token, String reason) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOf(Unauthenticated.class)
        .hasMessageContaining(reason)
        .satisfies(refusal -> assertThat(revealsPartOf(token, refusal.getMessage())).isFalse());
  }

  private static boolean revealsPartOf(String token, String message) {
    for (String part : token.split("\\.")) {
      if (part.length() > 8 && message.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
