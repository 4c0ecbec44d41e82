package ru.perfscale.bootstrap.identity;

import java.util.List;

/**
 * One login.
 *
 * @param id Keycloak's {@code sid}
 * @param scopes what was asked for, {@code openid} among them when an ID token is wanted
 */
record Session(String id, DevelopmentUser user, List<String> scopes) {
  String scope() {
    return String.join(" ", scopes);
  }
}
