package io.hedgerow.state.signal;

import io.hedgerow.state.network.FieldRules;

/**
 * What an instrument's name says: {@code BTC-USDT} spot, {@code BTC-USDT-PERP} perpetual.
 * Immutable.
 *
 * @param asset the base asset
 * @param quote what prices are in
 * @param perpetual whether it pays funding, and nothing is delivered
 */
public record InstrumentName(String asset, String quote, boolean perpetual) {

  private static final char DASH = '-';
  private static final String PERPETUAL = "PERP";

  /** Reads a name; null if it has another form, and so is unknown. */
  public static InstrumentName of(String instrument) {
    int first = instrument.indexOf(DASH);
    int second = instrument.indexOf(DASH, first + 1);
    if (first <= 0) {
      return null;
    }
    boolean perpetual = second > 0 && instrument.substring(second + 1).equals(PERPETUAL);
    if (second > 0 && !perpetual) {
      return null;
    }
    String asset = instrument.substring(0, first);
    String quote = instrument.substring(first + 1, second > 0 ? second : instrument.length());
    return FieldRules.isName(asset) && FieldRules.isName(quote)
        ? new InstrumentName(asset, quote, perpetual)
        : null;
  }

  /** Whether both are of one asset, in one quote asset. */
  boolean isComparableWith(InstrumentName other) {
    return asset.equals(other.asset) && quote.equals(other.quote);
  }
}
