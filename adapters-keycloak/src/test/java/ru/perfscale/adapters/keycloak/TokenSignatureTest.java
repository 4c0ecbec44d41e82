package ru.perfscale.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.KeyUse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TokenSignatureTest extends VerifierScene {
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
