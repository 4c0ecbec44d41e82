package ru.perfscale.adapters.keycloak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import ru.perfscale.domain.Refusal.Unauthenticated;

/**
 * A token taken apart, its header found acceptable; nothing in it is trusted yet.
 *
 * @param header names the key by {@code kid} and one of {@link #ALGORITHMS}
 * @param claims the payload, unverified
 * @param signed what the signature covers
 */
record BearerToken(
    JWSHeader header, Map<String, Object> claims, byte[] signed, Base64URL signature) {
  /** Keycloak's tokens have 1–2 KB; an HTTP header field seldom passes 8 KB. */
  static final int MAX_LENGTH = 16 * 1024;

  static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512,
          JWSAlgorithm.EdDSA,
          JWSAlgorithm.Ed25519);

  private static final List<String> KEY_BEARING_HEADERS = List.of("jku", "jwk", "x5u", "x5c");
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");
  private static final int MAX_KEY_ID_LENGTH = 256;

  /**
   * @throws Unauthenticated when it is not a signed token of an accepted form
   */
  static BearerToken parse(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length == 5) {
      throw new Unauthenticated("The token is encrypted; send a signed access token");
    }
    if (parts.length != 3 || !Arrays.stream(parts).allMatch(BearerToken::isBase64Url)) {
      throw new Unauthenticated("This is not a JSON web token");
    }
    Map<String, Object> header = json(parts[0]);
    requireSafeHeader(header);
    Map<String, Object> claims = json(parts[1]);
    byte[] signed = (parts[0] + "." + parts[1]).getBytes(US_ASCII);
    return new BearerToken(typed(parts[0]), claims, signed, new Base64URL(parts[2]));
  }

  private static void requireSafeHeader(Map<String, Object> header) {
    String algorithm = header.get("alg") instanceof String text ? text : "none";
    if (algorithm.equalsIgnoreCase("none")) {
      throw new Unauthenticated("The token is not signed");
    }
    if (algorithm.startsWith("HS")) {
      throw new Unauthenticated(
          "The token is signed with a shared secret, as Keycloak's refresh tokens are;"
              + " send the access token");
    }
    if (!ALGORITHMS.contains(JWSAlgorithm.parse(algorithm))) {
      throw new Unauthenticated(
          "The token's signature algorithm is not accepted; use RS, PS or ES with 256, 384 or 512,"
              + " or EdDSA");
    }
    if (header.containsKey("crit") || header.containsKey("b64")) {
      throw new Unauthenticated("The token's header has critical extensions, and none is known");
    }
    for (String name : KEY_BEARING_HEADERS) {
      if (header.containsKey(name)) {
        throw new Unauthenticated(
            "The token's header brings a key of its own (" + name + "); only kid is accepted");
      }
    }
    if (!(header.get("kid") instanceof String kid)
        || kid.isBlank()
        || kid.length() > MAX_KEY_ID_LENGTH) {
      throw new Unauthenticated("The token's header does not name its key (kid)");
    }
    Object type = header.getOrDefault("typ", "JWT");
    if (!(type instanceof String text) || !TYPES.contains(text.toLowerCase(Locale.ROOT))) {
      throw new Unauthenticated("The token's header says that it is not an access token (typ)");
    }
  }

  private static Map<String, Object> json(String part) {
    try {
      Map<String, Object> object = JSONObjectUtils.parse(new Base64URL(part).decodeToString());
      if (object != null) {
        return object;
      }
    } catch (ParseException e) {
      // Refused below: the parser's message could quote the token.
    }
    throw new Unauthenticated("This is not a JSON web token");
  }

  private static JWSHeader typed(String part) {
    try {
      return JWSHeader.parse(new Base64URL(part));
    } catch (ParseException | IllegalArgumentException e) {
      throw new Unauthenticated("The token's header is malformed");
    }
  }

  private static boolean isBase64Url(String part) {
    return !part.isEmpty()
        && part.chars()
            .allMatch(
                c ->
                    c >= 'A' && c <= 'Z'
                        || c >= 'a' && c <= 'z'
                        || c >= '0' && c <= '9'
                        || c == '-'
                        || c == '_');
  }
}
