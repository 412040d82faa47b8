package io.hedgerow.state.risk.command;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Ed25519 keys of operators as text: Base64 of X.509 for the public half, of PKCS#8 for the private
 * one. Stateless, safe from any thread.
 */
public final class OperatorKeys {

  static final String ALGORITHM = "Ed25519";

  private OperatorKeys() {}

  /** A new pair, from the platform's secure random numbers; nothing that decides calls this. */
  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
  }

  /** The public half as it stands in the policy. */
  public static String encode(PublicKey key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /** The private half as its operator keeps it. */
  public static String encode(PrivateKey key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /**
   * The public half of this text.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static PublicKey decodePublic(String text) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(text)));
    } catch (GeneralSecurityException | RuntimeException e) {
      // The JDK answers a key without bits with an ArrayIndexOutOfBoundsException.
      throw new IllegalArgumentException("expected an Ed25519 public key in X.509, saw another", e);
    }
  }

  /**
   * The private half of this text, which is never part of a message.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static PrivateKey decodePrivate(String text) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("expected an Ed25519 private key in PKCS#8", e);
    }
  }
}
