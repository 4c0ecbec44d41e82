package ru.perfscale.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ru.perfscale.domain.Refusal.Forbidden;

class PrincipalTest {
  private static final TenantId DEMO = new TenantId(TenantId.Source.CLAIM, "demo");

  @Test
  void aRoleIncludesTheOnesBelowIt() {
    assertThat(with("admin").tenantFor(Role.MEMBER)).isEqualTo(DEMO);
    assertThat(with("member").tenantFor(Role.VIEWER)).isEqualTo(DEMO);
  }

  @Test
  void aRoleDoesNotIncludeTheOnesAboveIt() {
    assertThatThrownBy(() -> with("viewer").tenantFor(Role.MEMBER))
        .isInstanceOf(Forbidden.class)
        .hasMessage("This needs the role member; the token has viewer");
  }

  @Test
  void rolesThatWeDoNotKnowGrantNothing() {
    assertThatThrownBy(() -> with("offline_access", "Member").tenantFor(Role.VIEWER))
        .isInstanceOf(Forbidden.class);
  }

  @Test
  void aTokenWithoutATenantIsToldSo() {
    Principal homeless = new Principal("s", Optional.empty(), List.of("member"), Profile.EMPTY);
    assertThatThrownBy(() -> homeless.tenantFor(Role.VIEWER))
        .isInstanceOfSatisfying(
            Forbidden.class, e -> assertThat(e.code()).isEqualTo("tenant_missing"));
  }

  @Test
  void aClaimCanNeverEqualASubject() {
    TenantId subject = new TenantId(TenantId.Source.SUBJECT, "demo");
    assertThat(subject).isNotEqualTo(DEMO);
    assertThat(subject.key()).isNotEqualTo(DEMO.key());
    assertThat(TenantId.parse(DEMO.key())).isEqualTo(DEMO);
    assertThat(TenantId.parse("claim:a:b").name()).isEqualTo("a:b");
    assertThat(TenantId.parse(TenantId.single().key())).isEqualTo(TenantId.single());
  }

  private static Principal with(String... roles) {
    return new Principal("s", Optional.of(DEMO), List.of(roles), Profile.EMPTY);
  }
}
