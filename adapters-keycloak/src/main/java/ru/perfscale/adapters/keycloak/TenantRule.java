package ru.perfscale.adapters.keycloak;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.identity.TenantId.Source;

/**
 * How a token names its tenant. A token that does not name exactly one has none: there is no
 * fallback, because a guess could open another tenant's workspace.
 */
public sealed interface TenantRule {
  /** The longest tenant name that {@link TenantId} takes. */
  int MAX_NAME_LENGTH = 255;

  /**
   * The tenant of a verified token.
   *
   * @param subject the token's {@code sub}
   */
  Optional<TenantId> tenantOf(String subject, Map<String, Object> claims);

  /**
   * The rule that a setting names.
   *
   * @param mode {@code subject}, {@code claim}, {@code organization} or {@code single}
   * @param claim the claim's name, used by the mode {@code claim} only
   */
  static TenantRule of(String mode, String claim) {
    return switch (mode.toLowerCase(Locale.ROOT)) {
      case "subject" -> new Subject();
      case "claim" -> new Claim(claim);
      case "organization" -> new Organization();
      case "single" -> new Single();
      default ->
          throw new IllegalArgumentException(
              "Not a tenant mode: '" + mode + "'; use subject, claim, organization or single");
    };
  }

  /** Each person has a workspace of their own. */
  record Subject() implements TenantRule {
    @Override
    public Optional<TenantId> tenantOf(String subject, Map<String, Object> claims) {
      return named(Source.SUBJECT, subject);
    }
  }

  /** A top-level claim holds the tenant's name, alone or as the only element of an array. */
  record Claim(String name) implements TenantRule {
    public Claim {
      if (name.isBlank()) {
        throw new IllegalArgumentException("The tenant mode claim needs the name of a claim");
      }
    }

    @Override
    public Optional<TenantId> tenantOf(String subject, Map<String, Object> claims) {
      return named(Source.CLAIM, onlyElement(claims.get(name)));
    }
  }

  /**
   * Keycloak's claim {@code organization}: names, or names with their attributes. A person in
   * several organizations chooses one with the scope {@code organization:NAME}.
   */
  record Organization() implements TenantRule {
    @Override
    public Optional<TenantId> tenantOf(String subject, Map<String, Object> claims) {
      Object claim = claims.get("organization");
      Object names = claim instanceof Map<?, ?> attributes ? attributes.keySet() : claim;
      return named(Source.ORGANIZATION, onlyElement(names));
    }
  }

  /** Everyone shares one workspace. */
  record Single() implements TenantRule {
    @Override
    public Optional<TenantId> tenantOf(String subject, Map<String, Object> claims) {
      requireNonNull(subject);
      return Optional.of(TenantId.single());
    }
  }

  private static Object onlyElement(Object claim) {
    if (claim instanceof Collection<?> elements) {
      return elements.size() == 1 ? elements.iterator().next() : null;
    }
    return claim;
  }

  private static Optional<TenantId> named(Source source, Object name) {
    return name instanceof String text && isStorable(text)
        ? Optional.of(new TenantId(source, text))
        : Optional.empty();
  }

  /** Control characters are refused: PostgreSQL cannot store U+0000, and no one can see them. */
  static boolean isStorable(String text) {
    return !text.isBlank()
        && text.length() <= MAX_NAME_LENGTH
        && text.chars().noneMatch(Character::isISOControl);
  }
}
