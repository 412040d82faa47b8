package io.hedgerow.schemas;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Deterministic event IDs: the same kind, key and sequence give the same ID in every run, so that a
 * replay can be recognised and a repeated delivery dropped (IDEM-1).
 *
 * <p>32 hexadecimal digits: the first 128 bits of SHA-256. Stateless, safe from any thread.
 */
public final class EventIds {

  private static final int ID_BYTES = 16;

  private EventIds() {}

  /** The ID of the event of this kind and key that stands at these sequence numbers. */
  public static String of(String kind, String key, long... sequence) {
    MessageDigest digest = sha256();
    update(digest, kind);
    update(digest, key);
    for (long number : sequence) {
      for (int shift = 56; shift >= 0; shift -= 8) {
        digest.update((byte) (number >>> shift));
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((byte) (bytes.length >>> 8));
    digest.update((byte) bytes.length);
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
