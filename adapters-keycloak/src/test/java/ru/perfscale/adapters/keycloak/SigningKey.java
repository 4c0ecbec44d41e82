package ru.perfscale.adapters.keycloak;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A key of an issuer; signs with the JDK alone, so that a token may also break the rules.
 *
 * @param published what the key set shows of it
 */
record SigningKey(String algorithm, PrivateKey secret, JWK published) {
  static SigningKey rsa(String kid) {
    return rsa(kid, "RS256", 2048, KeyUse.SIGNATURE);
  }

  static SigningKey rsa(String kid, String algorithm, int bits, KeyUse use) {
    KeyPair pair = generate("RSA", bits);
    RSAKey.Builder key = new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyID(kid);
    return new SigningKey(
        algorithm,
        pair.getPrivate(),
        key.keyUse(use).algorithm(JWSAlgorithm.parse(algorithm)).build());
  }

  static SigningKey ec(String kid) {
    KeyPair pair = generate("EC", new ECGenParameterSpec("secp256r1"));
    JWK key =
        new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
            .keyID(kid)
            .keyUse(KeyUse.SIGNATURE)
            .build();
    return new SigningKey("ES256", pair.getPrivate(), key);
  }

  static SigningKey ed25519(String kid) {
    KeyPair pair = generate("Ed25519", null);
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    JWK key =
        new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
            .keyID(kid)
            .keyUse(KeyUse.SIGNATURE)
            .build();
    return new SigningKey("EdDSA", pair.getPrivate(), key);
  }

  Map<String, Object> header() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", algorithm);
    header.put("typ", "JWT");
    header.put("kid", published.getKeyID());
    return header;
  }

  /** The same secret under another name. */
  SigningKey named(String kid) {
    return new SigningKey(
        algorithm, secret, new RSAKey.Builder((RSAKey) published).keyID(kid).build());
  }

  byte[] sign(byte[] content) {
    try {
      Signature signature =
          Signature.getInstance(
              switch (algorithm) {
                case "PS256" -> "RSASSA-PSS";
                case "ES256" -> "SHA256withECDSA";
                case "EdDSA" -> "Ed25519";
                default -> "SHA256withRSA";
              });
      if (algorithm.equals("PS256")) {
        signature.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      }
      signature.initSign(secret);
      signature.update(content);
      byte[] signed = signature.sign();
      return algorithm.equals("ES256") ? ECDSA.transcodeSignatureToConcat(signed, 64) : signed;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair generate(String type, Object parameter) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      if (parameter instanceof Integer bits) {
        generator.initialize(bits);
      } else if (parameter != null) {
        generator.initialize((AlgorithmParameterSpec) parameter);
      }
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
