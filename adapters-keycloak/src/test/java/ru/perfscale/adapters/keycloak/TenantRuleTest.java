package ru.perfscale.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.perfscale.domain.identity.TenantId;

class TenantRuleTest {
  private static Optional<String> tenant(TenantRule rule, String claim, Object value) {
    return rule.tenantOf("subject-1", Collections.singletonMap(claim, value)).map(TenantId::key);
  }

  @Test
  void bySubjectEachPersonIsATenant() {
    assertThat(tenant(new TenantRule.Subject(), "tenant", "acme")).contains("subject:subject-1");
  }

  @Test
  void inSingleModeEveryoneSharesOneTenant() {
    assertThat(tenant(new TenantRule.Single(), "tenant", "acme")).contains("single:");
  }

  @Test
  void aClaimNamesTheTenant() {
    TenantRule rule = new TenantRule.Claim("company");

    assertThat(tenant(rule, "company", "acme")).contains("claim:acme");
    assertThat(tenant(rule, "company", List.of("acme"))).contains("claim:acme");
    assertThat(tenant(rule, "company", "subject:subject-1")).contains("claim:subject:subject-1");
  }

  static Stream<Object> notExactlyOneName() {
    return Stream.of(
        "",
        "  ",
        "a\u0000b",
        "x".repeat(256),
        7,
        true,
        List.of(),
        List.of(""),
        List.of("acme", "umbrella"),
        List.of("acme", "acme"),
        Arrays.asList("acme", null),
        Collections.singletonList(null),
        List.of(List.of("acme")),
        List.of(1));
  }

  @ParameterizedTest
  @MethodSource("notExactlyOneName")
  void aClaimWithoutExactlyOneNameIsNoTenant(Object value) {
    assertThat(tenant(new TenantRule.Claim("company"), "company", value)).isEmpty();
    assertThat(tenant(new TenantRule.Organization(), "organization", value)).isEmpty();
  }

  @Test
  void aClaimThatIsAnObjectIsNoTenant() {
    assertThat(tenant(new TenantRule.Claim("company"), "company", Map.of("acme", 1))).isEmpty();
  }

  @Test
  void aMissingClaimIsNoTenant() {
    assertThat(tenant(new TenantRule.Claim("company"), "other", "acme")).isEmpty();
    assertThat(tenant(new TenantRule.Claim("company"), "company", null)).isEmpty();
    assertThat(tenant(new TenantRule.Organization(), "tenant", "acme")).isEmpty();
  }

  @Test
  void keycloaksOrganizationIsTheTenant() {
    TenantRule rule = new TenantRule.Organization();

    assertThat(tenant(rule, "organization", List.of("acme"))).contains("organization:acme");
    assertThat(tenant(rule, "organization", Map.of("acme", Map.of("id", "42"))))
        .contains("organization:acme");
    assertThat(tenant(rule, "organization", "acme")).contains("organization:acme");
  }

  @Test
  void severalOrganizationsAreNoTenant() {
    assertThat(
            tenant(
                new TenantRule.Organization(),
                "organization",
                Map.of("acme", Map.of(), "umbrella", Map.of())))
        .isEmpty();
  }

  @Test
  void settingsNameTheRule() {
    assertThat(TenantRule.of("subject", "")).isEqualTo(new TenantRule.Subject());
    assertThat(TenantRule.of("claim", "company")).isEqualTo(new TenantRule.Claim("company"));
    assertThat(TenantRule.of("Organization", "")).isEqualTo(new TenantRule.Organization());
    assertThat(TenantRule.of("single", "")).isEqualTo(new TenantRule.Single());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "user", "claims"})
  void anUnknownModeIsRefusedWithTheOnesThatExist(String mode) {
    assertThatThrownBy(() -> TenantRule.of(mode, "tenant"))
        .hasMessage("Not a tenant mode: '%s'; use subject, claim, organization or single", mode);
  }

  @Test
  void theClaimModeNeedsAClaim() {
    assertThatThrownBy(() -> TenantRule.of("claim", " "))
        .hasMessage("The tenant mode claim needs the name of a claim");
  }
}
