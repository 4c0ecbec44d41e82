package ru.perfscale.domain.identity;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import ru.perfscale.domain.Refusal.Forbidden;

/**
 * Who is asking, as the token says.
 *
 * @param subject the identity provider's stable id of the person
 * @param tenant the workspace; empty when the token does not name exactly one
 * @param realmRoles every realm role, in the token's order, whether we know it or not
 */
public record Principal(
    String subject, Optional<TenantId> tenant, List<String> realmRoles, Profile profile) {
  public Principal {
    if (subject.isBlank()) {
      throw new IllegalArgumentException("A principal needs a subject");
    }
    requireNonNull(tenant);
    requireNonNull(profile);
    realmRoles = List.copyOf(realmRoles);
  }

  /**
   * The tenant in which the principal holds at least {@code role}.
   *
   * @throws Forbidden when the token lacks the role, or names no single tenant
   */
  public TenantId tenantFor(Role role) {
    boolean granted =
        Arrays.stream(Role.values())
            .filter(candidate -> candidate.includes(role))
            .anyMatch(candidate -> realmRoles.contains(candidate.wireName()));
    if (!granted) {
      throw Forbidden.lackingRole(
          "This needs the role "
              + role.wireName()
              + "; the token has "
              + (realmRoles.isEmpty() ? "no role" : String.join(", ", realmRoles)));
    }
    return tenant.orElseThrow(
        () -> Forbidden.lackingTenant("The token does not name exactly one tenant"));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s in %s", subject, tenant.map(TenantId::key).orElse("-"));
  }
}
