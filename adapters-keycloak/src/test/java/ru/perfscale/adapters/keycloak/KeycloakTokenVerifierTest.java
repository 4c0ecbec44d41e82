package ru.perfscale.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Profile;
import ru.perfscale.domain.identity.TenantId;

class KeycloakTokenVerifierTest extends VerifierScene {
  @Test
  void anAccessTokenBecomesItsPrincipal() {
    Principal principal = verifier.verify(FakeIssuer.token(KEY, issuer.claims()));

    assertThat(principal)
        .isEqualTo(
            new Principal(
                "7f0c2f6e-3a4b-4a3e-9d3e-0d9b3f1c2a11",
                Optional.of(TenantId.parse("claim:acme")),
                List.of("offline_access", "member", "viewer"),
                new Profile(
                    Optional.of("demo@perfscale.ru"),
                    Optional.of("Demo User"),
                    Optional.of("demo"))));
  }

  @Test
  void aTokenWithoutRolesAndProfileHasNone() {
    Principal principal =
        verifier.verify(
            tokenWith(
                claims ->
                    claims
                        .keySet()
                        .removeAll(Set.of("realm_access", "email", "name", "preferred_username"))));

    assertThat(principal.realmRoles()).isEmpty();
    assertThat(principal.profile()).isEqualTo(Profile.EMPTY);
  }
}
