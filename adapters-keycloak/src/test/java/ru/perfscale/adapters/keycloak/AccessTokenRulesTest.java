package ru.perfscale.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenRulesTest extends VerifierScene {
  @Test
  void anIdTokenIsRefused() {
    assertRefused(tokenWith("typ", "ID"), "This is an ID token; send the access token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Refresh", "Offline"})
  void aRefreshTokenIsRefused(String type) {
    assertRefused(tokenWith("typ", type), "This is a refresh token; send the access token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DPoP", "bearer", "Logout", ""})
  void anyOtherTypeIsRefused(String type) {
    assertRefused(tokenWith("typ", type), "typ is not Bearer");
  }

  @Test
  void aTokenWithoutATypeIsRefused() {
    assertRefused(tokenWith(claims -> claims.remove("typ")), "typ is not Bearer");
  }

  @Test
  void aTokenOfAnotherRealmIsRefused() {
    assertRefused(
        tokenWith("iss", issuer.issuer() + "2"), "The token was issued by another issuer");
    assertRefused(tokenWith("iss", issuer.issuer() + "/"), "another issuer");
    assertRefused(tokenWith(claims -> claims.remove("iss")), "another issuer");
  }

  @Test
  void aTokenIsGoodUntil30SecondsAfterItsExpiry() {
    String token = FakeIssuer.token(KEY, issuer.claims());

    clock.advance(Duration.ofSeconds(329));
    assertThat(verifier.verify(token).subject()).isNotBlank();
    clock.advance(Duration.ofSeconds(1));
    assertRefused(token, "The token has expired");
  }

  @Test
  void aTokenWithoutAnExpiryIsRefused() {
    assertRefused(tokenWith(claims -> claims.remove("exp")), "no expiry");
  }

  @Test
  void anExpiryThatIsNoTimeIsRefused() {
    assertRefused(tokenWith("exp", "tomorrow"), "exp is not a time");
    assertRefused(tokenWith("exp", Long.MAX_VALUE), "exp is not a time");
    assertRefused(tokenWith("exp", 1e300), "exp is not a time");
    assertRefused(tokenWith("exp", -1), "exp is not a time");
    assertRefused(tokenWith("exp", null), "exp is not a time");
  }

  @Test
  void aTokenIsGoodFrom30SecondsBeforeItsStart() {
    long now = clock.instant().getEpochSecond();

    assertThat(verifier.verify(tokenWith("nbf", now + 30)).subject()).isNotBlank();
    assertRefused(tokenWith("nbf", now + 31), "not valid yet");
  }

  @Test
  void aTokenOfAnotherClientIsRefused() {
    assertThat(verifier.verify(tokenWith("azp", "ci")).subject()).isNotBlank();
    assertRefused(tokenWith("azp", "grafana"), "another client");
    assertRefused(tokenWith(claims -> claims.remove("azp")), "another client");
    assertRefused(tokenWith("azp", List.of("ci")), "another client");
  }

  @Test
  void theAudienceCountsWhenOneIsConfigured() {
    KeycloakSettings plain = settings();
    verifier.close();
    verifier =
        verifier(
            new KeycloakSettings(
                plain.issuer(),
                plain.discovery(),
                plain.clients(),
                Optional.of("perfscale"),
                plain.tenants(),
                false));

    assertThat(verifier.verify(tokenWith("aud", "perfscale")).subject()).isNotBlank();
    assertThat(verifier.verify(tokenWith("aud", List.of("account", "perfscale"))).subject())
        .isNotBlank();
    assertRefused(tokenWith("aud", "account"), "another audience");
    assertRefused(FakeIssuer.token(KEY, issuer.claims()), "another audience");
  }

  @Test
  void aTokenWithoutASubjectIsRefused() {
    assertRefused(tokenWith(claims -> claims.remove("sub")), "needs the scope 'basic'");
    assertRefused(tokenWith("sub", " "), "does not say who");
    assertRefused(tokenWith("sub", "a\u0000b"), "does not say who");
  }

  @Test
  void aRefusedClaimCostsNoCallToTheIssuer() {
    assertRefused(tokenWith("typ", "ID"), "ID token");
    assertRefused(tokenWith("exp", 1), "expired");

    assertThat(issuer.discoveryCalls).hasValue(0);
  }
}
