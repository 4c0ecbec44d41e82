package ru.perfscale.adapters.keycloak;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Whose tokens are accepted.
 *
 * @param issuer what a token's {@code iss} must be, to the letter
 * @param discovery where {@code /.well-known/openid-configuration} is fetched from; differs from
 *     the issuer only when the issuer's public name cannot be reached from here
 * @param clients the clients whose tokens are accepted ({@code azp})
 * @param audience what {@code aud} must contain; unset by default, because Keycloak adds none
 * @param tenants how a token names its tenant
 * @param developmentIssuerAllowed whether perfscale's own development identity provider, whose
 *     passwords everyone knows, is accepted
 */
public record KeycloakSettings(
    URI issuer,
    URI discovery,
    Set<String> clients,
    Optional<String> audience,
    TenantRule tenants,
    boolean developmentIssuerAllowed) {
  public KeycloakSettings {
    requireHttp("The issuer", issuer);
    requireHttp("The discovery address", discovery);
    clients = Set.copyOf(clients);
    if (clients.isEmpty() || clients.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "The allowed clients must be at least one client id, none of them blank: " + clients);
    }
    if (audience.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("The audience is blank; leave it unset or name one");
    }
    requireNonNull(tenants);
  }

  /** A real Keycloak: discovered at its issuer's address, development issuers refused. */
  public static KeycloakSettings production(
      URI issuer, Set<String> clients, Optional<String> audience, TenantRule tenants) {
    return new KeycloakSettings(issuer, issuer, clients, audience, tenants, false);
  }

  /** The development identity provider, reached at another address than its fixed issuer. */
  public static KeycloakSettings development(
      URI issuer, URI discovery, Set<String> clients, TenantRule tenants) {
    return new KeycloakSettings(issuer, discovery, clients, Optional.empty(), tenants, true);
  }

  /** The same with another address to fetch the discovery document from. */
  public KeycloakSettings withDiscovery(URI address) {
    return new KeycloakSettings(
        issuer, address, clients, audience, tenants, developmentIssuerAllowed);
  }

  private static void requireHttp(String what, URI uri) {
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!http
        || uri.getHost() == null
        || uri.getUserInfo() != null
        || uri.getQuery() != null
        || uri.getFragment() != null) {
      throw new IllegalArgumentException(
          what
              + " must be an http(s) URL with a host and without user, query and fragment, such as"
              + " https://sso.example.com/realms/perfscale: "
              + uri);
    }
  }
}
