package ru.perfscale.bootstrap.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Someone who can log in to the development identity provider.
 *
 * @param password known to everyone who reads this file: for development only
 * @param role the one realm role
 * @param tenant the value of the token's claim {@code tenant}
 */
public record DevelopmentUser(
    String name, String fullName, String password, String role, String tenant) {
  static final List<DevelopmentUser> ALL =
      List.of(
          new DevelopmentUser("demo", "Demo User", "demo1234", "member", "demo"),
          new DevelopmentUser("viewer", "Viewing User", "viewer1234", "viewer", "demo"),
          new DevelopmentUser("admin", "Admin User", "admin1234", "admin", "demo"),
          new DevelopmentUser("other", "Other User", "other1234", "member", "other"));

  public String email() {
    return name + "@perfscale.ru";
  }

  String givenName() {
    return fullName.substring(0, fullName.indexOf(' '));
  }

  String familyName() {
    return fullName.substring(fullName.indexOf(' ') + 1);
  }

  /** The user of a login, which is a user name or an e-mail address in any letter case. */
  static Optional<DevelopmentUser> of(String login) {
    String lower = login.toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(user -> lower.equals(user.name) || lower.equals(user.email()))
        .findFirst();
  }

  boolean hasPassword(String given) {
    return sameSecret(password, given);
  }

  /** Compares without telling by its duration how much of a guess is right. */
  static boolean sameSecret(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
