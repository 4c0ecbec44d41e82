package ru.perfscale.adapters.keycloak;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ru.perfscale.domain.Refusal.Unauthenticated;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Profile;

/** What the claims of an access token must say, and the person they describe. */
final class AccessTokenRules {
  /** How far our clock and the issuer's may differ. */
  static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

  /** The last second of the year 9999; larger numbers are nonsense and overflow. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private final KeycloakSettings settings;

  AccessTokenRules(KeycloakSettings settings) {
    this.settings = settings;
  }

  /**
   * What an acceptable token says.
   *
   * @param expiry its {@code exp}, without the clock skew
   */
  record Accepted(Principal principal, Instant expiry) {}

  /**
   * @throws Unauthenticated naming the first rule that the claims break
   */
  Accepted check(Map<String, Object> claims, Instant now) {
    if (!settings.issuer().toString().equals(claims.get("iss"))) {
      throw new Unauthenticated("The token was issued by another issuer");
    }
    requireAccessToken(claims.get("typ"));
    Instant expiry = requireCurrent(claims, now);
    if (!(claims.get("azp") instanceof String client) || !settings.clients().contains(client)) {
      throw new Unauthenticated("The token was issued to another client (azp)");
    }
    if (settings.audience().isPresent()
        && !strings(claims.get("aud")).contains(settings.audience().get())) {
      throw new Unauthenticated("The token is meant for another audience (aud)");
    }
    if (!(claims.get("sub") instanceof String subject) || !TenantRule.isStorable(subject)) {
      throw new Unauthenticated(
          "The token does not say who it is for (sub); its client needs the scope 'basic'");
    }
    return new Accepted(principal(subject, claims), expiry);
  }

  private static void requireAccessToken(Object type) {
    if ("ID".equals(type)) {
      throw new Unauthenticated("This is an ID token; send the access token");
    }
    if ("Refresh".equals(type) || "Offline".equals(type)) {
      throw new Unauthenticated("This is a refresh token; send the access token");
    }
    if (!"Bearer".equals(type)) {
      throw new Unauthenticated("This is not an access token: its claim typ is not Bearer");
    }
  }

  private static Instant requireCurrent(Map<String, Object> claims, Instant now) {
    if (!claims.containsKey("exp")) {
      throw new Unauthenticated("The token has no expiry (exp)");
    }
    Instant expiry = instant("exp", claims.get("exp"));
    if (!now.isBefore(expiry.plus(CLOCK_SKEW))) {
      throw new Unauthenticated("The token has expired");
    }
    if (claims.containsKey("nbf")
        && now.isBefore(instant("nbf", claims.get("nbf")).minus(CLOCK_SKEW))) {
      throw new Unauthenticated("The token is not valid yet (nbf)");
    }
    return expiry;
  }

  private static Instant instant(String claim, Object value) {
    if (value instanceof Number number) {
      long second = number.longValue();
      if (second >= 0 && second <= LAST_SECOND) {
        return Instant.ofEpochSecond(second);
      }
    }
    throw new Unauthenticated("The token's claim " + claim + " is not a time in seconds");
  }

  private Principal principal(String subject, Map<String, Object> claims) {
    List<String> roles =
        claims.get("realm_access") instanceof Map<?, ?> access
            ? strings(access.get("roles"))
            : List.of();
    Profile profile =
        new Profile(
            text(claims.get("email")),
            text(claims.get("name")),
            text(claims.get("preferred_username")));
    return new Principal(subject, settings.tenants().tenantOf(subject, claims), roles, profile);
  }

  private static Optional<String> text(Object claim) {
    return claim instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static List<String> strings(Object claim) {
    Collection<?> elements =
        claim instanceof Collection<?> several ? several : List.of(claim == null ? "" : claim);
    return elements.stream().filter(String.class::isInstance).map(String.class::cast).toList();
  }
}
