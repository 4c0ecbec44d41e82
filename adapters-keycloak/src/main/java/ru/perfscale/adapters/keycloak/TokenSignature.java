package ru.perfscale.adapters.keycloak;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Checks a token's signature with one key. */
final class TokenSignature {
  private static final int MIN_RSA_BITS = 2048;

  /** A SubjectPublicKeyInfo of Ed25519 (RFC 8410) up to the 32 bytes of the key. */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private TokenSignature() {}

  static boolean isBy(JWK key, BearerToken token) {
    try {
      return switch (key) {
        case RSAKey rsa ->
            rsa.size() >= MIN_RSA_BITS
                && new RSASSAVerifier(rsa.toRSAPublicKey())
                    .verify(token.header(), token.signed(), token.signature());
        case ECKey ec ->
            new ECDSAVerifier(ec).verify(token.header(), token.signed(), token.signature());
        case OctetKeyPair pair -> isByEd25519(pair, token);
        default -> false;
      };
    } catch (JOSEException | GeneralSecurityException e) {
      // Such as ES256 with a P-521 key: the token does not fit the key, so the key did not sign it.
      return false;
    }
  }

  /** With the JDK's own Ed25519: nimbus would need Google's Tink for it. */
  private static boolean isByEd25519(OctetKeyPair pair, BearerToken token)
      throws GeneralSecurityException {
    byte[] point = pair.getDecodedX();
    if (!Curve.Ed25519.equals(pair.getCurve()) || point.length != 32) {
      return false;
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    signature.update(token.signed());
    return signature.verify(token.signature().decode());
  }
}
