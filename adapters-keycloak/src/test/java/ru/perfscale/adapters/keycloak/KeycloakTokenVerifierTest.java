package ru.perfscale.adapters.keycloak;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.Base64URL;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.perfscale.domain.Refusal.Unauthenticated;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.identity.Profile;
import ru.perfscale.domain.identity.TenantId;

class KeycloakTokenVerifierTest {
  private static final SigningKey KEY = SigningKey.rsa("key-1");
  private static final SigningKey STRANGER = SigningKey.rsa("stranger");

  private final SettableClock clock = new SettableClock();
  private FakeIssuer issuer;
  private KeycloakTokenVerifier verifier;

  @BeforeEach
  void start() {
    issuer = new FakeIssuer(clock, KEY);
    verifier = verifier(settings());
  }

  @AfterEach
  void stop() {
    verifier.close();
    issuer.close();
  }

  private KeycloakSettings settings() {
    return KeycloakSettings.production(
        issuer.issuer(),
        Set.of("perfscale-site", "ci"),
        Optional.empty(),
        new TenantRule.Claim("tenant"));
  }

  private KeycloakTokenVerifier verifier(KeycloakSettings settings) {
    return new KeycloakTokenVerifier(settings, clock);
  }

  private String tokenWith(String claim, Object value) {
    return tokenWith(claims -> claims.put(claim, value));
  }

  private String tokenWith(Consumer<Map<String, Object>> change) {
    Map<String, Object> claims = issuer.claims();
    change.accept(claims);
    return FakeIssuer.token(KEY, claims);
  }

  private String tokenWithHeader(String name, Object value) {
    Map<String, Object> header = KEY.header();
    header.put(name, value);
    return FakeIssuer.token(KEY, header, issuer.claims());
  }

  private void assertRefused(String token, String reason) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOf(Unauthenticated.class)
        .hasMessageContaining(reason)
        .satisfies(refusal -> assertThat(revealsPartOf(token, refusal.getMessage())).isFalse());
  }

  private static boolean revealsPartOf(String token, String message) {
    for (String part : token.split("\\.")) {
      if (part.length() > 8 && message.contains(part)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void anAccessTokenBecomesItsPrincipal() {
    Principal principal = verifier.verify(FakeIssuer.token(KEY, issuer.claims()));

    assertThat(principal)
        .isEqualTo(
            new Principal(
                "7f0c2f6e-3a4b-4a3e-9d3e-0d9b3f1c2a11",
                Optional.of(TenantId.parse("claim:acme")),
                List.of("offline_access", "member", "viewer"),
                new Profile(
                    Optional.of("demo@perfscale.ru"),
                    Optional.of("Demo User"),
                    Optional.of("demo"))));
  }

  @Test
  void aTokenWithoutRolesAndProfileHasNone() {
    Principal principal =
        verifier.verify(
            tokenWith(
                claims ->
                    claims
                        .keySet()
                        .removeAll(Set.of("realm_access", "email", "name", "preferred_username"))));

    assertThat(principal.realmRoles()).isEmpty();
    assertThat(principal.profile()).isEqualTo(Profile.EMPTY);
  }

  @Nested
  class Signatures {
    private void assertAccepted(SigningKey key) {
      issuer.keys = List.of(key);
      assertThat(verifier.verify(FakeIssuer.token(key, issuer.claims())).realmRoles())
          .contains("member");
      String forged = FakeIssuer.token(key, issuer.claims());
      int end = forged.lastIndexOf('.') + 10;
      char other = forged.charAt(end) == 'A' ? 'B' : 'A';
      assertRefused(
          forged.substring(0, end) + other + forged.substring(end + 1), "signature does not hold");
    }

    @Test
    void rsaPssIsAccepted() {
      assertAccepted(SigningKey.rsa("pss", "PS256", 2048, KeyUse.SIGNATURE));
    }

    @Test
    void ellipticCurvesAreAccepted() {
      assertAccepted(SigningKey.ec("ec"));
    }

    @Test
    void ed25519IsAcceptedWithoutAnotherLibrary() {
      assertAccepted(SigningKey.ed25519("ed"));
    }

    @Test
    void theNewerNameOfEd25519IsAccepted() {
      SigningKey key = SigningKey.ed25519("ed");
      issuer.keys = List.of(key);
      Map<String, Object> header = key.header();
      header.put("alg", "Ed25519");

      assertThat(verifier.verify(FakeIssuer.token(key, header, issuer.claims())).subject())
          .startsWith("7f0c2f6e");
    }

    @Test
    void anotherKeyUnderAPublishedKeyIdIsRefused() {
      assertRefused(
          FakeIssuer.token(STRANGER.named("key-1"), issuer.claims()), "signature does not hold");
    }

    @Test
    void claimsChangedAfterSigningAreRefused() {
      String[] parts = FakeIssuer.token(KEY, issuer.claims()).split("\\.");
      Map<String, Object> claims = issuer.claims();
      claims.put("sub", "somebody-else");

      assertRefused(
          parts[0] + "." + FakeIssuer.encode(claims) + "." + parts[2], "signature does not hold");
    }

    @Test
    void aKeyThatTheIssuerDoesNotPublishIsRefused() {
      assertRefused(FakeIssuer.token(STRANGER, issuer.claims()), "does not publish");
    }

    @Test
    void anEncryptionKeyDoesNotSign() {
      SigningKey encryption = SigningKey.rsa("enc", "RS256", 2048, KeyUse.ENCRYPTION);
      issuer.keys = List.of(KEY, encryption);

      assertRefused(FakeIssuer.token(encryption, issuer.claims()), "does not publish");
    }

    @Test
    void aKeyWithoutAUseDoesNotSign() {
      SigningKey anyUse = SigningKey.rsa("any", "RS256", 2048, null);
      issuer.keys = List.of(KEY, anyUse);

      assertRefused(FakeIssuer.token(anyUse, issuer.claims()), "does not publish");
    }

    @Test
    void aKeyIsOnlyGoodForItsOwnAlgorithm() {
      SigningKey pss = SigningKey.rsa("key-1", "PS256", 2048, KeyUse.SIGNATURE);

      assertRefused(FakeIssuer.token(pss, issuer.claims()), "does not publish");
    }

    @Test
    void anRsaKeyOfLessThan2048BitsIsRefused() {
      SigningKey weak = SigningKey.rsa("weak", "RS256", 1024, KeyUse.SIGNATURE);
      issuer.keys = List.of(weak);

      assertRefused(FakeIssuer.token(weak, issuer.claims()), "signature does not hold");
    }
  }

  @Nested
  class Headers {
    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE"})
    void anUnsignedTokenIsRefused(String none) {
      String token =
          FakeIssuer.encode(Map.of("alg", none, "kid", "key-1"))
              + "."
              + FakeIssuer.encode(issuer.claims())
              + ".";

      assertRefused(token, "not a JSON web token");
      assertRefused(token + "AA", "not signed");
    }

    @Test
    void aTokenSignedWithThePublicKeyAsASharedSecretIsRefused() throws Exception {
      Map<String, Object> header = KEY.header();
      header.put("alg", "HS256");
      String signed = FakeIssuer.encode(header) + "." + FakeIssuer.encode(issuer.claims());
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              KEY.published().toRSAKey().toRSAPublicKey().getEncoded(), "HmacSHA256"));

      assertRefused(
          signed + "." + Base64URL.encode(mac.doFinal(signed.getBytes(US_ASCII))),
          "signed with a shared secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256K", "RSA1_5", "rs256", "dir"})
    void anAlgorithmThatIsNotListedIsRefused(String algorithm) {
      assertRefused(tokenWithHeader("alg", algorithm), "signature algorithm is not accepted");
    }

    @Test
    void aTokenWithoutAKeyIdIsRefused() {
      Map<String, Object> header = KEY.header();
      header.remove("kid");

      assertRefused(FakeIssuer.token(KEY, header, issuer.claims()), "does not name its key");
    }

    @Test
    void aKeyIdThatIsNotTextIsRefused() {
      assertRefused(tokenWithHeader("kid", List.of("key-1")), "does not name its key");
    }

    @Test
    void anUnknownCriticalExtensionIsRefused() {
      assertRefused(tokenWithHeader("crit", List.of("exp")), "critical extensions");
    }

    @Test
    void anUnencodedPayloadIsRefused() {
      assertRefused(tokenWithHeader("b64", false), "critical extensions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u"})
    void aKeyAddressInTheHeaderIsRefusedAndNeverFetched(String header) {
      assertRefused(tokenWithHeader(header, issuer.issuer() + "/evil"), header);
      assertThat(issuer.keyCalls).hasValue(0);
    }

    @Test
    void aKeyInTheHeaderIsRefused() {
      Map<String, Object> header = STRANGER.header();
      header.put("jwk", STRANGER.published().toJSONObject());

      assertRefused(FakeIssuer.token(STRANGER, header, issuer.claims()), "jwk");
    }

    @Test
    void aCertificateInTheHeaderIsRefused() {
      assertRefused(tokenWithHeader("x5c", List.of("MIIB")), "x5c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt", "application/at+jwt"})
    void theTypesOfAccessTokensAreAccepted(String type) {
      assertThat(verifier.verify(tokenWithHeader("typ", type)).subject()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "dpop+jwt", "JOSE"})
    void anotherTypeOfTokenIsRefused(String type) {
      assertRefused(tokenWithHeader("typ", type), "not an access token");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "x",
          "a.b.c",
          "..",
          "e30.e30.e30.e30",
          "psk_abc",
          "e30.e30.AA AA",
          "[].e30.A"
        })
    void whatIsNotAJsonWebTokenIsRefused(String text) {
      assertThatThrownBy(() -> verifier.verify(text)).isInstanceOf(Unauthenticated.class);
    }

    @Test
    void aTokenInsideQuotesOrWithTrailingBytesIsRefused() {
      String token = FakeIssuer.token(KEY, issuer.claims());

      assertRefused(token + "\n", "not a JSON web token");
      assertRefused("\"" + token + "\"", "not a JSON web token");
      assertRefused(token + "=", "not a JSON web token");
    }

    @Test
    void anEncryptedTokenIsRefused() {
      assertRefused("e30.e30.e30.e30.e30", "encrypted");
    }

    @Test
    void deeplyNestedJsonIsRefused() {
      String nested = Base64URL.encode("{\"a\":" + "[".repeat(5_000)).toString();

      assertRefused(nested + ".e30.AA", "not a JSON web token");
    }

    @Test
    void aTokenLongerThan16KilobytesIsRefused() {
      assertRefused(tokenWith("note", "x".repeat(16_384)), "longer than 16384 characters");
    }
  }

  @Nested
  class Claims {
    @Test
    void anIdTokenIsRefused() {
      assertRefused(tokenWith("typ", "ID"), "This is an ID token; send the access token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Refresh", "Offline"})
    void aRefreshTokenIsRefused(String type) {
      assertRefused(tokenWith("typ", type), "This is a refresh token; send the access token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPoP", "bearer", "Logout", ""})
    void anyOtherTypeIsRefused(String type) {
      assertRefused(tokenWith("typ", type), "typ is not Bearer");
    }

    @Test
    void aTokenWithoutATypeIsRefused() {
      assertRefused(tokenWith(claims -> claims.remove("typ")), "typ is not Bearer");
    }

    @Test
    void aTokenOfAnotherRealmIsRefused() {
      assertRefused(
          tokenWith("iss", issuer.issuer() + "2"), "The token was issued by another issuer");
      assertRefused(tokenWith("iss", issuer.issuer() + "/"), "another issuer");
      assertRefused(tokenWith(claims -> claims.remove("iss")), "another issuer");
    }

    @Test
    void aTokenIsGoodUntil30SecondsAfterItsExpiry() {
      String token = FakeIssuer.token(KEY, issuer.claims());

      clock.advance(Duration.ofSeconds(329));
      assertThat(verifier.verify(token).subject()).isNotBlank();
      clock.advance(Duration.ofSeconds(1));
      assertRefused(token, "The token has expired");
    }

    @Test
    void aTokenWithoutAnExpiryIsRefused() {
      assertRefused(tokenWith(claims -> claims.remove("exp")), "no expiry");
    }

    @Test
    void anExpiryThatIsNoTimeIsRefused() {
      assertRefused(tokenWith("exp", "tomorrow"), "exp is not a time");
      assertRefused(tokenWith("exp", Long.MAX_VALUE), "exp is not a time");
      assertRefused(tokenWith("exp", 1e300), "exp is not a time");
      assertRefused(tokenWith("exp", -1), "exp is not a time");
      assertRefused(tokenWith("exp", null), "exp is not a time");
    }

    @Test
    void aTokenIsGoodFrom30SecondsBeforeItsStart() {
      long now = clock.instant().getEpochSecond();

      assertThat(verifier.verify(tokenWith("nbf", now + 30)).subject()).isNotBlank();
      assertRefused(tokenWith("nbf", now + 31), "not valid yet");
    }

    @Test
    void aTokenOfAnotherClientIsRefused() {
      assertThat(verifier.verify(tokenWith("azp", "ci")).subject()).isNotBlank();
      assertRefused(tokenWith("azp", "grafana"), "another client");
      assertRefused(tokenWith(claims -> claims.remove("azp")), "another client");
      assertRefused(tokenWith("azp", List.of("ci")), "another client");
    }

    @Test
    void theAudienceCountsWhenOneIsConfigured() {
      KeycloakSettings plain = settings();
      verifier.close();
      verifier =
          verifier(
              new KeycloakSettings(
                  plain.issuer(),
                  plain.discovery(),
                  plain.clients(),
                  Optional.of("perfscale"),
                  plain.tenants(),
                  false));

      assertThat(verifier.verify(tokenWith("aud", "perfscale")).subject()).isNotBlank();
      assertThat(verifier.verify(tokenWith("aud", List.of("account", "perfscale"))).subject())
          .isNotBlank();
      assertRefused(tokenWith("aud", "account"), "another audience");
      assertRefused(FakeIssuer.token(KEY, issuer.claims()), "another audience");
    }

    @Test
    void aTokenWithoutASubjectIsRefused() {
      assertRefused(tokenWith(claims -> claims.remove("sub")), "needs the scope 'basic'");
      assertRefused(tokenWith("sub", " "), "does not say who");
      assertRefused(tokenWith("sub", "a\u0000b"), "does not say who");
    }

    @Test
    void aRefusedClaimCostsNoCallToTheIssuer() {
      assertRefused(tokenWith("typ", "ID"), "ID token");
      assertRefused(tokenWith("exp", 1), "expired");

      assertThat(issuer.discoveryCalls).hasValue(0);
    }
  }

  @Nested
  class Issuers {
    private void assertUnavailable(String reason) {
      assertThatThrownBy(() -> verifier.verify(FakeIssuer.token(KEY, issuer.claims())))
          .isInstanceOf(ru.perfscale.application.identity.IdentityUnavailable.class)
          .hasMessageContaining(reason);
      assertThat(verifier.ready()).isFalse();
    }

    @Test
    void anIssuerThatDescribesAnotherOneIsNotTrusted() {
      issuer.discovery.put("issuer", "https://evil.example/realms/test");

      assertUnavailable("describes the issuer https://evil.example/realms/test");
      assertThat(issuer.keyCalls).hasValue(0);
    }

    @Test
    void aDevelopmentIssuerIsRefusedInProduction() {
      issuer.discovery.put("perfscale_development", true);

      assertUnavailable("development identity provider, whose passwords everyone knows");
    }

    @Test
    void aDevelopmentIssuerIsAcceptedWhereItIsMeant() {
      issuer.discovery.put("perfscale_development", true);
      verifier.close();
      verifier =
          verifier(
              KeycloakSettings.development(
                  issuer.issuer(),
                  issuer.issuer(),
                  Set.of("perfscale-site"),
                  new TenantRule.Subject()));

      assertThat(verifier.ready()).isTrue();
    }

    @Test
    void theDiscoveryAddressMayDifferFromTheIssuer() {
      String fixed = "http://localhost:8080/realms/perfscale";
      issuer.discovery.put("issuer", fixed);
      verifier.close();
      verifier =
          verifier(
              new KeycloakSettings(
                  URI.create(fixed),
                  issuer.issuer(),
                  Set.of("perfscale-site"),
                  Optional.empty(),
                  new TenantRule.Subject(),
                  false));

      assertThat(verifier.verify(tokenWith("iss", fixed)).tenant())
          .contains(TenantId.parse("subject:7f0c2f6e-3a4b-4a3e-9d3e-0d9b3f1c2a11"));
      assertRefused(FakeIssuer.token(KEY, issuer.claims()), "another issuer");
    }

    @Test
    void aKeySetThatIsTooLongIsNotRead() {
      issuer.keySet = "{\"keys\":[],\"x\":\"" + "x".repeat(BoundedGet.MAX_BYTES) + "\"}";

      assertUnavailable("longer than 262144 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "[]", "null", "{}", "{\"keys\":[]}", "{\"keys\":[1]}"})
    void whatIsNoKeySetIsNotTrusted(String answer) {
      issuer.keySet = answer;

      assertUnavailable("certs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://localhost/keys", "::", "/certs", ""})
    void aKeyAddressThatIsNotHttpIsNotFetched(String address) {
      issuer.discovery.put("jwks_uri", address);

      assertUnavailable("jwks_uri");
    }
  }
}
