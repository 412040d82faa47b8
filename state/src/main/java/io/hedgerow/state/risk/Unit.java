package io.hedgerow.state.risk;

/** What the values and thresholds of a measure are counted in. */
public enum Unit {
  /** Parts per million. */
  PPM("ppm"),
  MILLIS("ms"),
  SECONDS("s"),
  COUNT("count"),
  /** Thousandths of a ratio: 1,000 is once. */
  PERMILLE("permille"),
  /** Units of the quote currency: USDT. */
  QUOTE("quote"),
  HOURS("h"),
  /** Units of the base asset: BTC. */
  BASE("base");

  private final String text;

  Unit(String text) {
    this.text = text;
  }

  /** How it stands in records and in the policy file. */
  public String text() {
    return text;
  }
}
