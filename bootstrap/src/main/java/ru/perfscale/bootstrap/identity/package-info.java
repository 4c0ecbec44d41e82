/**
 * The development identity provider: the part of a Keycloak realm that {@code perfscale up} needs
 * to hand out tokens on a developer's machine. Its passwords are public, so it listens on loopback
 * only and marks its discovery document, which {@code serve} refuses. Start at {@code
 * DevelopmentIdentityProvider}; {@code TokenEndpoint} holds the grants, {@code TokenMint} makes and
 * reads tokens, {@code IdentityStore} keeps the keys and user ids between starts. Uses the JDK's
 * HTTP server and nimbus-jose-jwt; everything is thread-safe.
 */
package ru.perfscale.bootstrap.identity;
