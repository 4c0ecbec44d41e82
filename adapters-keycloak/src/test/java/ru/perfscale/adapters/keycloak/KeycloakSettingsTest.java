package ru.perfscale.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeycloakSettingsTest {
  private static final URI ISSUER = URI.create("https://sso.example.com/realms/perfscale");

  private static KeycloakSettings of(URI issuer, Set<String> clients, Optional<String> audience) {
    return KeycloakSettings.production(issuer, clients, audience, new TenantRule.Subject());
  }

  @Test
  void productionDiscoversAtTheIssuerAndRefusesDevelopment() {
    KeycloakSettings settings = of(ISSUER, Set.of("perfscale-site"), Optional.empty());

    assertThat(settings.discovery()).isEqualTo(ISSUER);
    assertThat(settings.developmentIssuerAllowed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "realms/perfscale",
        "file:///realms",
        "ldap://sso.example.com",
        "https:///realms",
        "https://user:secret@sso.example.com/realms/x",
        "https://sso.example.com/realms/x?a=b",
        "https://sso.example.com/realms/x#y"
      })
  void anIssuerThatIsNoPlainHttpUrlIsRefused(String issuer) {
    assertThatThrownBy(() -> of(URI.create(issuer), Set.of("c"), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as https://sso.example.com/realms/perfscale");
  }

  @Test
  void atLeastOneClientIsNeeded() {
    assertThatThrownBy(() -> of(ISSUER, Set.of(), Optional.empty()))
        .hasMessageContaining("at least one client id");
    assertThatThrownBy(() -> of(ISSUER, Set.of(" "), Optional.empty()))
        .hasMessageContaining("at least one client id");
  }

  @Test
  void aBlankAudienceIsRefused() {
    assertThatThrownBy(() -> of(ISSUER, Set.of("c"), Optional.of("")))
        .hasMessageContaining("audience is blank");
  }
}
