package io.hedgerow.schemas;

/**
 * The key of what belongs to one instrument at one venue: {@code BINANCE-USDM|BTC-USDT-PERP}.
 * Stateless, safe from any thread.
 */
public final class InstrumentKey {

  /** Between venue and instrument; no name holds it. */
  public static final char SEPARATOR = '|';

  private InstrumentKey() {}

  /**
   * Whether a venue's, an instrument's or an asset's name may hold this character: {@code
   * [A-Z0-9._/@:-]}, of which those from {@code -} to {@code :} are {@code -./0-9:}.
   */
  public static boolean isNameCharacter(int c) {
    return (c >= '@' && c <= 'Z') || (c >= '-' && c <= ':') || c == '_';
  }

  /** The key of an instrument at a venue. */
  public static String of(String venue, String instrument) {
    return venue + SEPARATOR + instrument;
  }

  /** The venue of a key; empty where there is no separator. */
  public static String venueOf(String key) {
    return key.substring(0, Math.max(key.indexOf(SEPARATOR), 0));
  }

  /** The instrument of a key; the whole text where there is no separator. */
  public static String instrumentOf(String key) {
    return key.substring(key.indexOf(SEPARATOR) + 1);
  }
}
