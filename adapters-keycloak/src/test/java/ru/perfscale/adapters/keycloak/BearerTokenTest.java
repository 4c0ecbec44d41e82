package ru.perfscale.adapters.keycloak;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.Base64URL;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ru.perfscale.domain.Refusal.Unauthenticated;

class BearerTokenTest extends VerifierScene {
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
        new SecretKeySpec(KEY.published().toRSAKey().toRSAPublicKey().getEncoded(), "HmacSHA256"));

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
      strings = {"", "x", "a.b.c", "..", "e30.e30.e30.e30", "psk_abc", "e30.e30.AA AA", "[].e30.A"})
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
