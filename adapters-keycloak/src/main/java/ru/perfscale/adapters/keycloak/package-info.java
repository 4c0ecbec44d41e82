/**
 * Verifies the access tokens of a Keycloak realm offline and reads the person and the tenant from
 * them. Start at {@code KeycloakTokenVerifier}; what a token must look like is in {@code
 * BearerToken} (form and header) and {@code AccessTokenRules} (claims), where the keys come from in
 * {@code RealmKeys}. The only network traffic is fetching the realm's discovery document and key
 * set, at the first token and in the background after that. Everything is thread-safe.
 */
package ru.perfscale.adapters.keycloak;
