package ru.perfscale.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.perfscale.application.identity.IdentityUnavailable;
import ru.perfscale.domain.identity.TenantId;

class IssuerKeySourceTest extends VerifierScene {
  private void assertUnavailable(String reason) {
    assertThatThrownBy(() -> verifier.verify(FakeIssuer.token(KEY, issuer.claims())))
        .isInstanceOf(IdentityUnavailable.class)
        .hasMessageContaining(reason);
    assertThat(verifier.ready()).isFalse();
  }

  @Test
  void anIssuerThatDescribesAnotherOneIsNotTrusted() {
    issuer.discovery.put("issuer", "https://evil.example/realms/test");

    assertUnavailable("describes the issuer https://evil.example/realms/test");
    assertThat(issuer.keyCalls).hasValue(0);
  }

  @Test
  void aDevelopmentIssuerIsRefusedInProduction() {
    issuer.discovery.put("perfscale_development", true);

    assertUnavailable("development identity provider, whose passwords everyone knows");
  }

  @Test
  void aDevelopmentIssuerIsAcceptedWhereItIsMeant() {
    issuer.discovery.put("perfscale_development", true);
    verifier.close();
    verifier =
        verifier(
            KeycloakSettings.development(
                issuer.issuer(),
                issuer.issuer(),
                Set.of("perfscale-site"),
                new TenantRule.Subject()));

    assertThat(verifier.ready()).isTrue();
  }

  @Test
  void theDiscoveryAddressMayDifferFromTheIssuer() {
    String fixed = "http://localhost:8080/realms/perfscale";
    issuer.discovery.put("issuer", fixed);
    verifier.close();
    verifier =
        verifier(
            new KeycloakSettings(
                URI.create(fixed),
                issuer.issuer(),
                Set.of("perfscale-site"),
                Optional.empty(),
                new TenantRule.Subject(),
                false));

    assertThat(verifier.verify(tokenWith("iss", fixed)).tenant())
        .contains(TenantId.parse("subject:7f0c2f6e-3a4b-4a3e-9d3e-0d9b3f1c2a11"));
    assertRefused(FakeIssuer.token(KEY, issuer.claims()), "another issuer");
  }

  @Test
  void aKeySetThatIsTooLongIsNotRead() {
    issuer.keySet = "{\"keys\":[],\"x\":\"" + "x".repeat(BoundedGet.MAX_BYTES) + "\"}";

    assertUnavailable("longer than 262144 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "[]", "null", "{}", "{\"keys\":[]}", "{\"keys\":[1]}"})
  void whatIsNoKeySetIsNotTrusted(String answer) {
    issuer.keySet = answer;

    assertUnavailable("certs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://localhost/keys", "::", "/certs", ""})
  void aKeyAddressThatIsNotHttpIsNotFetched(String address) {
    issuer.discovery.put("jwks_uri", address);

    assertUnavailable("jwks_uri");
  }
}
